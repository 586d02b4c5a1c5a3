/* mote: any picture -> at most N bytes -> the best recognisable picture, at the original dimensions.
 *
 * The whole C API; include/mote/mote.hpp wraps it for C++. Compiles alone as C11 and as C++20.
 *
 * Conventions
 *   - Functions that can fail return a mote_status: MOTE_OK (0) or a pinned error number. On failure the outputs are untouched,
 *     and `error`, unless NULL, receives one line of English that names what was expected and what was received.
 *   - Results are opaque handles that the caller frees; freeing NULL does nothing.
 *   - No global state: any function may be called from any thread; one handle must not be freed while another thread reads it.
 *   - Structs that the caller fills begin with their own size, so that later versions can add members at the end.
 *     Initialise them with the mote_*_init functions.
 */
#ifndef MOTE_MOTE_H_
#define MOTE_MOTE_H_

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(_WIN32) && defined(MOTE_SHARED)
#ifdef MOTE_BUILDING
#define MOTE_API __declspec(dllexport)
#else
#define MOTE_API __declspec(dllimport)
#endif
#elif defined(__GNUC__)
#define MOTE_API __attribute__((visibility("default")))
#else
#define MOTE_API
#endif

#define MOTE_VERSION_MAJOR 0
#define MOTE_VERSION_MINOR 1
#define MOTE_VERSION_PATCH 0

/* The library's version, "0.1.0". A string literal. */
MOTE_API const char* mote_version(void);

typedef enum mote_status {
  MOTE_OK = 0,
  MOTE_ERROR_INVALID_ARGUMENT = 1,    /* an option or pointer that no caller should pass */
  MOTE_ERROR_OUT_OF_MEMORY = 2,       /* the allocator refused */
  MOTE_ERROR_LIMIT_EXCEEDED = 3,      /* the picture is larger than the caller's limits allow */
  MOTE_ERROR_BUDGET_TOO_SMALL = 4,    /* max_bytes is less than the method's least, which the message names */
  MOTE_ERROR_NOT_A_MOTE = 5,          /* the bytes are no stream of any known kind */
  MOTE_ERROR_TRUNCATED = 6,           /* the stream ends too early */
  MOTE_ERROR_CORRUPT = 7,             /* the stream's fields contradict each other */
  MOTE_ERROR_UNSUPPORTED_VERSION = 8, /* a later format version, or a method that this build lacks */
  MOTE_ERROR_CANCELLED = 9,           /* the progress callback asked to stop */
  MOTE_ERROR_INTERNAL = 10            /* a defect of the library: please report it */
} mote_status;

/* The status's name in English, "the stream ends too early". A string literal, for any value. */
MOTE_API const char* mote_status_text(mote_status status);

/* Receives the message of a failure: NUL-terminated UTF-8, cut off if longer. */
typedef struct mote_error {
  char message[256];
} mote_error;

typedef enum mote_method {
  MOTE_METHOD_DEFAULT = 0, /* the best that this build has: neural */
  MOTE_METHOD_LANCZOS = 1, /* the published thumbnail: any file it writes, Pillow reads */
  MOTE_METHOD_PATCHES = 2, /* clustered patches of generated shapes */
  MOTE_METHOD_NEURAL = 3   /* learned transform and context model */
} mote_method;

typedef enum mote_pixel_format {
  MOTE_PIXELS_RGB8 = 3, /* bytes a pixel: sRGB red, green, blue */
  MOTE_PIXELS_RGBA8 = 4 /* the same and straight (not premultiplied) alpha */
} mote_pixel_format;

typedef enum mote_alpha {
  MOTE_ALPHA_OPAQUE = 0,   /* the source had no alpha, or was opaque everywhere */
  MOTE_ALPHA_ON_WHITE = 1, /* it was composited on white before coding */
  MOTE_ALPHA_UNKNOWN = 2   /* method lanczos keeps no record */
} mote_alpha;

/* Borrowed pixels. Row y begins at pixels + y * stride_bytes; rows run from the top, pixels from the left. */
typedef struct mote_image {
  const uint8_t* pixels;
  uint32_t width;      /* 1..65535 */
  uint32_t height;     /* 1..65535 */
  size_t stride_bytes; /* at least width * bytes a pixel */
  mote_pixel_format format;
} mote_image;

typedef enum mote_tune {
  MOTE_TUNE_VISUAL = 0, /* what people see: the published score and some plain error, which keeps flat colours */
  MOTE_TUNE_DSSIM = 1   /* the published score, DSSIM-2016, alone: better at that, worse to look at */
} mote_tune;

/* What a mote_progress may answer. */
typedef enum mote_progress_answer {
  MOTE_PROGRESS_GO_ON = 0,
  MOTE_PROGRESS_CANCEL = 1, /* fail with MOTE_ERROR_CANCELLED */
  MOTE_PROGRESS_FINISH = 2  /* mote_encode: search no further and succeed with the best stream so far */
} mote_progress_answer;

/* Called from time to time on the calling thread with the fraction done, 0..1. Returns a mote_progress_answer; values that
 * are none mean MOTE_PROGRESS_CANCEL. After MOTE_PROGRESS_FINISH mote_encode goes on only until there is a stream that keeps
 * the budget: method neural makes one attempt at least, method patches as many as it takes to find one that fits, method
 * lanczos has no search to end. It may call again meanwhile: MOTE_PROGRESS_CANCEL still cancels, and nothing takes the
 * answer back. mote_decode has nothing to give before its end and takes MOTE_PROGRESS_FINISH for MOTE_PROGRESS_CANCEL. */
typedef int (*mote_progress)(void* user_data, double fraction);

typedef struct mote_encode_options {
  size_t struct_size;     /* sizeof(mote_encode_options), set by mote_encode_options_init */
  mote_method method;     /* MOTE_METHOD_DEFAULT */
  size_t max_bytes;       /* 4096: the stream is never larger */
  int effort;             /* 5: 1 (fastest) to 9 (best); for method neural from 5 on the latents are refined for the picture,
                             which takes seconds */
  uint64_t max_pixels;    /* 268435456: larger pictures are refused */
  mote_progress progress; /* NULL */
  void* progress_data;    /* NULL: passed to progress */
  mote_tune tune;         /* MOTE_TUNE_VISUAL; the other methods than neural have no choice */
  int threads;            /* 0: as many as the machine has; else at most so many, for method neural alone */
  double time_limit_seconds; /* 0: none; else once so much wall-clock time has passed since the call, the search ends as by
                                MOTE_PROGRESS_FINISH */
} mote_encode_options;

typedef struct mote_decode_options {
  size_t struct_size;     /* sizeof(mote_decode_options), set by mote_decode_options_init */
  uint32_t max_side;      /* 0: decode at the original dimensions; else shrink so that neither side is longer (pixels) */
  uint64_t max_pixels;    /* 268435456: larger outputs are refused before anything of their size is allocated */
  mote_progress progress; /* NULL */
  void* progress_data;    /* NULL: passed to progress */
} mote_decode_options;

/* Fill in the struct's size and the defaults above. */
MOTE_API void mote_encode_options_init(mote_encode_options* options);
MOTE_API void mote_decode_options_init(mote_decode_options* options);

/* An encoded picture. */
typedef struct mote_stream mote_stream;
MOTE_API const uint8_t* mote_stream_data(const mote_stream* stream);
MOTE_API size_t mote_stream_size(const mote_stream* stream); /* bytes, at most the max_bytes asked for */
MOTE_API mote_alpha mote_stream_alpha(const mote_stream* stream); /* what became of the source's alpha */
MOTE_API void mote_stream_free(mote_stream* stream);

/* A decoded picture: packed RGB, 8 bits, sRGB; 3 * width * height bytes. */
typedef struct mote_picture mote_picture;
MOTE_API const uint8_t* mote_picture_pixels(const mote_picture* picture);
MOTE_API uint32_t mote_picture_width(const mote_picture* picture);
MOTE_API uint32_t mote_picture_height(const mote_picture* picture);
MOTE_API int mote_picture_cut(const mote_picture* picture); /* 1: the stream's end was missing (method neural alone can tell); else 0 */
MOTE_API void mote_picture_free(mote_picture* picture);

/* Encodes `image` into at most options->max_bytes bytes. `options` NULL means the defaults; `error` may be NULL. On success
 * *stream receives a handle to free with mote_stream_free. The same image and options give the same stream, with any
 * number of threads, unless the time limit or the callback ended the search. */
MOTE_API mote_status mote_encode(const mote_image* image, const mote_encode_options* options, mote_stream** stream,
                                 mote_error* error);

/* Decodes the `size` bytes at `data`. `options` NULL means the defaults; `error` may be NULL. On success *picture receives a
 * handle to free with mote_picture_free. The same bytes give the same pixels on every machine. */
MOTE_API mote_status mote_decode(const uint8_t* data, size_t size, const mote_decode_options* options,
                                 mote_picture** picture, mote_error* error);

#define MOTE_MAX_PARTS 16

/* Bits that one kind of symbol takes in a stream. */
typedef struct mote_part {
  const char* label; /* a string literal */
  uint64_t bits;
} mote_part;

typedef struct mote_stream_info {
  size_t struct_size; /* sizeof(mote_stream_info), set by the caller before mote_info */
  mote_method method; /* never MOTE_METHOD_DEFAULT */
  uint32_t version;   /* of the format; 0 for method lanczos, which has none */
  uint32_t width;     /* of the original picture, pixels */
  uint32_t height;
  uint32_t raster_width; /* of the raster that was coded, pixels */
  uint32_t raster_height;
  mote_alpha alpha;
  uint32_t part_count;             /* at most MOTE_MAX_PARTS */
  mote_part parts[MOTE_MAX_PARTS]; /* in stream order; their bits add up to the stream's */
} mote_stream_info;

/* Reads what a stream says of itself. Everything but the pixels is checked: what mote_info accepts, mote_decode decodes (limits
 * and memory allowing). `error` may be NULL. */
MOTE_API mote_status mote_info(const uint8_t* data, size_t size, mote_stream_info* info, mote_error* error);

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* MOTE_MOTE_H_ */
