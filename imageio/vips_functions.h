// libvips as a table of functions that is filled when pixels are first wanted. Linking libvips would load it and the
// hundred libraries behind it at every start, four times as long as all that `mote info` does. Calls are checked
// against libvips's own headers.
#ifndef MOTE_IMAGEIO_VIPS_FUNCTIONS_H_
#define MOTE_IMAGEIO_VIPS_FUNCTIONS_H_

#include <vips/vips.h>

#include "base/result.h"

namespace mote::imageio {

#define MOTE_VIPS_FUNCTIONS(X)                                                                                        \
  X(g_free)                                                                                                           \
  X(g_log_set_default_handler) X(g_log_set_writer_func) X(g_object_ref) X(g_object_unref) X(g_signal_connect_data)    \
      X(vips_init) X(vips_block_untrusted_set) X(vips_operation_block_set) X(vips_cache_set_max)                      \
          X(vips_concurrency_set) X(vips_type_find) X(vips_error_buffer_copy) X(vips_error_clear)                     \
              X(vips_source_new_from_descriptor) X(vips_source_new_from_memory) X(vips_source_sniff_at_most)          \
                  X(vips_source_rewind) X(vips_source_read) X(vips_source_map) X(vips_target_custom_new)              \
                      X(vips_gifload_source) X(vips_heifload_source) X(vips_jpegload_source) X(vips_jxlload_source)   \
                          X(vips_pngload_source) X(vips_ppmload_source) X(vips_tiffload_source)                       \
                              X(vips_webpload_source) X(vips_jpegsave_target) X(vips_pngsave_target)                  \
                                  X(vips_webpsave_target) X(vips_image_get_blob) X(vips_image_get_orientation)        \
                                      X(vips_image_get_typeof) X(vips_image_new_from_memory)                          \
                                          X(vips_image_set_blob_copy) X(vips_image_write_to_memory) X(vips_sink_disc) \
                                              X(vips_bandjoin2) X(vips_cast_uchar) X(vips_colourspace)                \
                                                  X(vips_extract_band) X(vips_icc_transform)

struct VipsFunctions {
#define MOTE_DECLARE_MEMBER(name) decltype(&::name) name = nullptr;
  MOTE_VIPS_FUNCTIONS(MOTE_DECLARE_MEMBER)
#undef MOTE_DECLARE_MEMBER
};

// Loads libvips once; later calls return the same answer.
[[nodiscard]] Status LoadVips();

// The table, once LoadVips has succeeded.
[[nodiscard]] const VipsFunctions& Vips();

}  // namespace mote::imageio

#endif  // MOTE_IMAGEIO_VIPS_FUNCTIONS_H_
