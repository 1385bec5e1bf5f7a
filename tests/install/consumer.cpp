// A stranger's program: it sees only what is installed, and puts something in a store and takes it
// out.
#include <iostream>

#include "crypto/bytes.h"
#include "store/engine/memory_engine.h"

int main() {
  auto engine = veil::store::open_memory();
  std::cout << (engine ? "ok\n" : "no engine\n");
  return engine ? 0 : 1;
}
