// The file of a backup: a stream of bytes that only this installation's key opens.
//
//   title "latchkey-backup\n" · format 1 · key version · 16 random bytes · made at (ms, 8 bytes)
//   · 16 bytes that tell whether a key file fits · 24 bytes of the stream's own header
//   then chunks: length (4 bytes), XChaCha20-Poly1305 of at most 64 KiB (libsodium secretstream)
//   last chunk, marked as the last: size and BLAKE2b-256 of everything before it
//
// Each file has a key of its own, made from the master key and the random bytes. The head is
// associated data of every chunk, and the stream counts its chunks: a byte that was changed, a
// chunk that was moved, left out or taken from another backup, and an end that was cut off are all
// found. All numbers are big-endian. An object belongs to one thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/dice.h"
#include "core/base/sealer.h"
#include "core/base/time.h"

namespace latchkey::operations {

inline constexpr std::size_t sealed_chunk_bytes = std::size_t{64} * 1024;

// What was in a sealed file, all of it checked.
struct SealedFacts {
  Time made_at;
  std::int64_t bytes = 0;  // of the content
  std::string digest;      // BLAKE2b-256 of the content
  bool operator==(const SealedFacts&) const = default;
};

class SealedWriter {
 public:
  // A new file, mode 0600, that is removed again unless finish() is reached. Fault if it exists.
  SealedWriter(const std::filesystem::path& path, const Sealer& sealer, unsigned key_version,
               Time made_at, Dice& dice);
  ~SealedWriter();
  SealedWriter(const SealedWriter&) = delete;
  SealedWriter& operator=(const SealedWriter&) = delete;

  // At most sealed_chunk_bytes at a time. Fault if the disk is full.
  void append(std::string_view bytes);

  // Marks the end; everything is on disk on return.
  SealedFacts finish();

 private:
  struct Stream;
  void push(std::string_view bytes, unsigned char tag);
  void write(std::string_view bytes);
  std::filesystem::path path_;
  std::unique_ptr<Stream> stream_;
};

// Opens the file at `path` from its first byte to its last and gives the content in order. Fault,
// in words for the operator, if it is no backup, was made with other keys, or is not whole; what
// `sink` was given until then must not be used.
SealedFacts read_sealed(const std::filesystem::path& path, const Sealer& sealer,
                        unsigned key_version, const std::function<void(std::string_view)>& sink);

}  // namespace latchkey::operations
