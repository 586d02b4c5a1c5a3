/* Encodes a picture held in memory into at most 1024 bytes and decodes it again. Build: see README.md. */
#include <mote/mote.h>
#include <stdio.h>
#include <stdlib.h>

int main(void) {
  enum { kWidth = 320, kHeight = 200 };
  unsigned char* pixels = malloc(3 * kWidth * kHeight);
  if (pixels == NULL) return 1;
  for (int y = 0; y < kHeight; ++y) {
    for (int x = 0; x < kWidth; ++x) {
      unsigned char* pixel = pixels + 3 * (y * kWidth + x);
      pixel[0] = (unsigned char)(255 * x / kWidth);
      pixel[1] = (unsigned char)(255 * y / kHeight);
      pixel[2] = 128;
    }
  }

  const mote_image image = {pixels, kWidth, kHeight, 3 * kWidth, MOTE_PIXELS_RGB8};
  mote_encode_options options;
  mote_encode_options_init(&options);
  options.max_bytes = 1024;
  mote_stream* stream = NULL;
  mote_picture* picture = NULL;
  mote_error error;
  mote_status status = mote_encode(&image, &options, &stream, &error);
  if (status == MOTE_OK) {
    status = mote_decode(mote_stream_data(stream), mote_stream_size(stream), NULL, &picture, &error);
  }
  if (status == MOTE_OK) {
    printf("%ux%u in %zu bytes\n", mote_picture_width(picture), mote_picture_height(picture), mote_stream_size(stream));
  } else {
    fprintf(stderr, "%s: %s\n", mote_status_text(status), error.message);
  }
  mote_picture_free(picture);
  mote_stream_free(stream);
  free(pixels);
  return status == MOTE_OK ? 0 : 1;
}
