// Whole copies of a SQLite database: taken while it serves, checked, and put in its place.
//
// These are the primitives under `latchkey backup` and `latchkey restore`; sealing the bytes for
// the journey is core/operations' part. A copy is one consistent snapshot: it holds exactly what
// was committed when it began, and neither waits for writers nor stops them. Copies on the way are
// private files (mode 0600) that vanish with their object. One object belongs to one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace latchkey::storage {

// A checked snapshot in a scratch file.
class DatabaseCopy {
 public:
  // Copies the database at `source` into a new file in `scratch_directory` (same rights as the
  // database's own directory are wise) and checks it. Throws StoreFault if the source can't be
  // read, the disk is full, or the copy is not sound: a backup that can't be restored is none.
  DatabaseCopy(const std::string& source, const std::string& scratch_directory);
  ~DatabaseCopy();  // removes the scratch file
  DatabaseCopy(const DatabaseCopy&) = delete;
  DatabaseCopy& operator=(const DatabaseCopy&) = delete;

  std::int64_t size_bytes() const;

  // Gives the bytes in order, in chunks of `chunk_bytes` (the last may be shorter).
  void read(std::size_t chunk_bytes, const std::function<void(std::string_view)>& sink) const;

 private:
  std::string path_;
};

// A database on its way back: append() its bytes, then take_place().
class DatabaseReplacement {
 public:
  // Collects in a private file beside `target`, so that the last step is a rename.
  explicit DatabaseReplacement(const std::string& target);
  ~DatabaseReplacement();  // removes what did not take its place; the target is as it was
  DatabaseReplacement(const DatabaseReplacement&) = delete;
  DatabaseReplacement& operator=(const DatabaseReplacement&) = delete;

  void append(std::string_view bytes);

  // Checks what was collected and puts it in the target's place in one step: after a crash there is
  // the old database or the new one, whole. Throws StoreFault and leaves the target alone if the
  // bytes are not a sound database. Needs: the caller holds the target's ServeLock and no Store
  // has it open.
  void take_place();

 private:
  std::string target_;
  std::string path_;
  int descriptor_;
};

enum class CheckDepth { quick, full };  // full also compares every index with its table

// What is wrong with the database at `path`, one sentence each, without anybody's data; empty if it
// is sound. May run while it serves. Throws StoreFault if it can't be opened at all.
std::vector<std::string> problems_of_database(const std::string& path, CheckDepth depth);

}  // namespace latchkey::storage
