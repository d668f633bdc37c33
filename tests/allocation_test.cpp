// A step takes no memory once it has been done before: every workspace is made once. What asks
// operator new is counted; in Debug builds Eigen, which asks malloc, refuses to.
#include <cstdlib>
#include <new>

#include "doctest.h"
#include "support/scenario.h"

namespace {

std::size_t allocations = 0;

void* allocate(std::size_t size) {
  ++allocations;
  void* memory = std::malloc(size == 0 ? 1 : size);
  if (!memory) std::abort();
  return memory;
}

/// While it lives, Eigen must not allocate.
struct NoEigenAllocation {
#ifdef EIGEN_RUNTIME_NO_MALLOC
  NoEigenAllocation() { Eigen::internal::set_is_malloc_allowed(false); }
  ~NoEigenAllocation() { Eigen::internal::set_is_malloc_allowed(true); }
#endif
};

}  // namespace

void* operator new(std::size_t size) { return allocate(size); }
void* operator new[](std::size_t size) { return allocate(size); }
// Libstdc++ asks this one for its temporary buffers.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return allocate(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }

namespace backflow::test {
namespace {

/// Allocations within `steps` steps, after as many that may allocate.
template <class S>
std::size_t allocations_of(const Scenario& scenario, int steps) {
  Trainer<S> trainer = make_trainer<S>(scenario);
  for (int i = 0; i < steps; ++i) trainer.step();
  [[maybe_unused]] const NoEigenAllocation watch;
  const std::size_t before = allocations;
  for (int i = 0; i < steps; ++i) trainer.step();
  return allocations - before;
}

TEST_CASE("the counter counts") {
  const std::size_t before = allocations;
  CHECK(std::vector<int>(3).size() == 3);
  CHECK(allocations > before);
}

TEST_CASE_TEMPLATE("a step with any settings allocates nothing", S, float, double) {
  for (const Scenario& scenario : each_choice()) {
    CAPTURE(scenario.name);
    CHECK(allocations_of<S>(scenario, 3) == 0);
  }
}

TEST_CASE("nor do mini-batches, nor the shuffle of the next epoch, at the sizes of the bench") {
  Scenario small{.network = {.sizes = {2, 8, 8, 1}, .activations = {3, Activation::kTanh}},
                 .samples = 500};
  small.training.batch_size = 10;
  Scenario large{
      .network = {.sizes = {784, 128, 64, 10},
                  .activations = {Activation::kRelu, Activation::kRelu, Activation::kSoftmax}},
      .samples = 128};
  large.training.batch_size = 64;
  large.training.objective.loss = Loss::kCategoricalCrossEntropy;
  CHECK(allocations_of<float>(small, 120) == 0);
  CHECK(allocations_of<float>(large, 5) == 0);
}

}  // namespace
}  // namespace backflow::test
