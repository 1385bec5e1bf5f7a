// Every block of the heap is zeroed when it is given back, so that what is swapped out or dumped
// after a record was shown holds none of it. Replaces the global operators of the whole program,
// the libraries it loads included.
#include <malloc.h>

#include <cstdlib>
#include <new>

#include "crypto/secret.h"

namespace {

void* take(std::size_t size) noexcept {
  return std::malloc(size == 0 ? 1 : size);  // NOLINT(cppcoreguidelines-no-malloc)
}

void* take(std::size_t size, std::align_val_t alignment) noexcept {
  const auto unit = static_cast<std::size_t>(alignment);
  const std::size_t whole = (size + unit - 1) / unit * unit;
  return whole < size ? nullptr : std::aligned_alloc(unit, whole == 0 ? unit : whole);
}

void give_back(void* block) noexcept {
  if (block == nullptr) return;
  veil::crypto::wipe({static_cast<std::uint8_t*>(block), ::malloc_usable_size(block)});
  std::free(block);  // NOLINT(cppcoreguidelines-no-malloc)
}

template <class... Alignment>
void* take_or_throw(std::size_t size, Alignment... alignment) {
  for (;;) {
    if (void* block = take(size, alignment...)) return block;
    const std::new_handler handler = std::get_new_handler();
    if (handler == nullptr) throw std::bad_alloc();
    handler();
  }
}

}  // namespace

void* operator new(std::size_t size) {
  return take_or_throw(size);
}
void* operator new[](std::size_t size) {
  return take_or_throw(size);
}
void* operator new(std::size_t size, std::align_val_t alignment) {
  return take_or_throw(size, alignment);
}
void* operator new[](std::size_t size, std::align_val_t alignment) {
  return take_or_throw(size, alignment);
}
void* operator new(std::size_t size, const std::nothrow_t& /*unused*/) noexcept {
  return take(size);
}
void* operator new[](std::size_t size, const std::nothrow_t& /*unused*/) noexcept {
  return take(size);
}
void* operator new(std::size_t size, std::align_val_t alignment,
                   const std::nothrow_t& /*unused*/) noexcept {
  return take(size, alignment);
}
void* operator new[](std::size_t size, std::align_val_t alignment,
                     const std::nothrow_t& /*unused*/) noexcept {
  return take(size, alignment);
}

void operator delete(void* block) noexcept {
  give_back(block);
}
void operator delete[](void* block) noexcept {
  give_back(block);
}
void operator delete(void* block, std::size_t /*size*/) noexcept {
  give_back(block);
}
void operator delete[](void* block, std::size_t /*size*/) noexcept {
  give_back(block);
}
void operator delete(void* block, std::align_val_t /*alignment*/) noexcept {
  give_back(block);
}
void operator delete[](void* block, std::align_val_t /*alignment*/) noexcept {
  give_back(block);
}
void operator delete(void* block, std::size_t /*size*/, std::align_val_t /*alignment*/) noexcept {
  give_back(block);
}
void operator delete[](void* block, std::size_t /*size*/, std::align_val_t /*alignment*/) noexcept {
  give_back(block);
}
void operator delete(void* block, const std::nothrow_t& /*unused*/) noexcept {
  give_back(block);
}
void operator delete[](void* block, const std::nothrow_t& /*unused*/) noexcept {
  give_back(block);
}
void operator delete(void* block, std::align_val_t /*alignment*/,
                     const std::nothrow_t& /*unused*/) noexcept {
  give_back(block);
}
void operator delete[](void* block, std::align_val_t /*alignment*/,
                       const std::nothrow_t& /*unused*/) noexcept {
  give_back(block);
}
