// effort: how many cases a test tries. Under a sanitizer, where each takes ten times as long, a fifth of them: what
// sanitizers look for does not hide in the rarest case.
#pragma once

namespace whitewater::tests {

#if defined(__SANITIZE_ADDRESS__)
inline constexpr bool sanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
inline constexpr bool sanitized = true;
#else
inline constexpr bool sanitized = false;
#endif
#else
inline constexpr bool sanitized = false;
#endif

template <class Count>
constexpr Count effort(Count cases) {
  return sanitized ? cases / 5 : cases;
}

}  // namespace whitewater::tests
