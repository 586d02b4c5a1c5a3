// Reads picture files through libvips (BMP by itself): PNG, JPEG, WebP, GIF (first frame), BMP, TIFF (first page), PPM
// and kin, and HEIC/AVIF and JPEG XL where the libvips at hand can. EXIF orientation is applied, profiles become sRGB,
// 16 bits become 8, grey and palettes become RGB. A truncated or damaged file is an error, never half a picture.
// Messages do not name the file.
#ifndef MOTE_IMAGEIO_READER_H_
#define MOTE_IMAGEIO_READER_H_

#include <memory>
#include <string>

#include "base/image.h"
#include "base/limits.h"
#include "base/result.h"
#include "imageio/picture.h"

namespace mote::imageio {

// In two steps, so that the caller can decide by the size before anything of that size is allocated.
class PictureReader {
 public:
  // Reads the header of a regular file. Errors: what OpenRegularFile refuses, an unknown format, a size outside
  // `limits`, damage.
  [[nodiscard]] static Result<PictureReader> OpenFile(const std::string& path, const Limits& limits);

  // The same from an open descriptor, which stays the caller's and must outlive the reader. A pipe that begins like a
  // picture is read to its end into memory.
  [[nodiscard]] static Result<PictureReader> OpenDescriptor(int descriptor, const Limits& limits);

  PictureReader(PictureReader&&) noexcept;
  PictureReader& operator=(PictureReader&&) noexcept;
  ~PictureReader();

  [[nodiscard]] Size size() const;          // as oriented, pixels
  [[nodiscard]] uint32_t channels() const;  // 4 if the file has alpha, else 3

  // Reads the pixels, once. Memory beside the picture: a few rows, except where the format itself needs more
  // (interlaced PNG, progressive JPEG, WebP, GIF, HEIC/AVIF, JPEG XL).
  [[nodiscard]] Result<Picture> Decode();

 private:
  struct State;
  explicit PictureReader(std::unique_ptr<State> state);
  [[nodiscard]] static Result<PictureReader> Open(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace mote::imageio

#endif  // MOTE_IMAGEIO_READER_H_
