// "Your transaction is durable": one thread waits, another gives the sign, once.
//
// A POSIX semaphore, because the waiter destroys it as soon as it wakes: sem_post allows that,
// while a condition variable would have to be notified under its lock, and the waiter would wake
// only to wait for that lock. With 64 callers in a batch that is 64 needless switches.
#pragma once

#include <semaphore.h>

#include <cerrno>

#include "core/base/fault.h"

namespace latchkey::storage {

class Signal {
 public:
  Signal() { ensure(sem_init(&semaphore_, 0, 0) == 0, "a semaphore at zero can be made"); }
  ~Signal() { sem_destroy(&semaphore_); }
  Signal(const Signal&) = delete;
  Signal& operator=(const Signal&) = delete;

  // Called once, by the thread that destroys this afterwards.
  void wait() {
    while (sem_wait(&semaphore_) != 0)
      ensure(errno == EINTR, "a semaphore that exists can be waited for");
  }
  // Called once, by another thread, which doesn't touch this again.
  void give() { ensure(sem_post(&semaphore_) == 0, "a semaphore at zero can be raised"); }

 private:
  sem_t semaphore_;
};

}  // namespace latchkey::storage
