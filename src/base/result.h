// What can fail returns Result<T> (or Status when there is no value): either the value, or an error code with the
// first, most precise message. Nothing here throws; reading the value of a failed result is a programming error caught
// by assert.
#ifndef MOTE_BASE_RESULT_H_
#define MOTE_BASE_RESULT_H_

#include <cassert>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace mote {

// Pinned numbers: these are the values of mote_status in include/mote/mote.h (a unit test holds the two together).
enum class ErrorCode : int {
  kOk = 0,
  kInvalidArgument = 1,     // an option or a view that no caller should pass
  kOutOfMemory = 2,         // the allocator refused
  kLimitExceeded = 3,       // larger than the caller's limits allow
  kBudgetTooSmall = 4,      // max_bytes is less than the method's least
  kNotAMote = 5,            // the bytes are no stream of any known kind
  kTruncated = 6,           // a stream that ends too early
  kCorrupt = 7,             // a stream whose fields contradict each other
  kUnsupportedVersion = 8,  // a stream of a later format, or of a method this build lacks
  kCancelled = 9,           // the progress callback asked to stop
  kInternal = 10,           // a defect of the library
};

struct Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string message;
};

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT(runtime/explicit)
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT(runtime/explicit)

  [[nodiscard]] bool ok() const { return state_.index() == 0; }
  T& value() & { return assert(ok()), *std::get_if<0>(&state_); }
  const T& value() const& { return assert(ok()), *std::get_if<0>(&state_); }
  T&& value() && { return assert(ok()), std::move(*std::get_if<0>(&state_)); }
  const Error& error() const { return assert(!ok()), *std::get_if<1>(&state_); }

 private:
  std::variant<T, Error> state_;
};

class [[nodiscard]] Status {
 public:
  Status() = default;
  Status(Error error) : error_(std::move(error)) {}  // NOLINT(runtime/explicit)

  [[nodiscard]] bool ok() const { return !error_.has_value(); }
  const Error& error() const { return assert(!ok()), *error_; }

 private:
  std::optional<Error> error_;
};

// Builds an error from parts: Fail(ErrorCode::kCorrupt, "width is ", width, ", expected 1..65535").
namespace internal {
inline void AppendPart(std::string& text, const char* part) { text += part; }
inline void AppendPart(std::string& text, const std::string& part) { text += part; }
template <typename Integer>
void AppendPart(std::string& text, Integer part) {
  text += std::to_string(part);
}
}  // namespace internal

template <typename... Parts>
[[nodiscard]] Error Fail(ErrorCode code, const Parts&... parts) {
  Error error{code, {}};
  (internal::AppendPart(error.message, parts), ...);
  return error;
}

// Leaves the enclosing function with the error of `expression` (a Status or Result) if there is one.
#define MOTE_RETURN_IF_ERROR(expression)                        \
  do {                                                          \
    if (auto mote_status_ = (expression); !mote_status_.ok()) { \
      return mote_status_.error();                              \
    }                                                           \
  } while (false)

// Declares `target` and gives it the value of `expression`, or leaves the function with its error.
#define MOTE_ASSIGN_OR_RETURN(target, expression) \
  MOTE_ASSIGN_OR_RETURN_IMPL_(MOTE_CONCAT_(mote_result_, __LINE__), target, expression)
#define MOTE_ASSIGN_OR_RETURN_IMPL_(result, target, expression) \
  auto result = (expression);                                   \
  if (!result.ok()) return result.error();                      \
  target = std::move(result).value()
#define MOTE_CONCAT_(a, b) MOTE_CONCAT_IMPL_(a, b)
#define MOTE_CONCAT_IMPL_(a, b) a##b

}  // namespace mote

#endif  // MOTE_BASE_RESULT_H_
