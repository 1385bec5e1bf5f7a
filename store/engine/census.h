// store/engine/census.h: what the engine's files must be, kept outside the engine.
// An engine whose list of files was cut, or whose log of writes was damaged, opens without a word
// and with less in it. The census is the second list that makes such a loss evident.
//
// It is written whole (temporary file, sync, rename, sync of the folder) and ends in a hash, so at
// every instant one complete census exists and every damage to it shows; an appended journal would
// save a rename a job, but could not tell a cut from a crash. Jobs are rare, their cost is not
// felt.
//
// Order that keeps a healthy store healthy wherever it is killed:
//   the inputs of a job are noted   ->  the job runs, its inputs leave the engine's list
//   the new list and the end of the job are noted.
//
// So a listed table may be absent only if a noted job consumed it. A job that only adds tables (a
// flush) needs no note before it: more than the census lists is never a loss. A log of writes is
// listed when it is begun and again, with its size, when it is full, before the next one is written
// to; it may be absent only if the engine's list says that its writes are in tables.
//
// What is left unnoticed is damage to the newest log of writes, past the last change noted: it
// takes the newest commits, and never one without all after it.
//
// Thread safety: values. Errors: Corrupt, saying what is missing.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "crypto/bytes.h"

namespace veil::store {

using FileSizes = std::map<std::uint64_t, std::uint64_t>;  // file number -> size

struct Census {
  std::uint64_t sequence = 0;        // of the last write known to be durable
  FileSizes logs;                    // logs of writes, with the least size they have
  FileSizes files;                   // in the engine's list when the census was written
  std::set<std::uint64_t> forgiven;  // inputs of jobs whose end is not noted

  friend bool operator==(const Census&, const Census&) = default;
};

Bytes encode_census(const Census& census);
Result<Census> decode_census(BytesView bytes);

// NotFound if there is none at `path`.
Result<Census> load_census(const std::filesystem::path& path);
// Removes what processes that died while they wrote a census left beside it.
void drop_unfinished(const std::filesystem::path& path);

// Compares with the tables that are there, or that the engine lists.
Result<> check_files(const Census& census, const FileSizes& found);
// Compares with the logs of writes that are there; those below `needed` may be gone.
Result<> check_logs(const Census& census, const FileSizes& found, std::uint64_t needed);
// Compares with the last write that the engine knows.
Result<> check_sequence(const Census& census, std::uint64_t found);

// The files in an engine's folder whose names are a number and `extension`.
inline constexpr std::string_view kTable = ".sst";
inline constexpr std::string_view kLog = ".log";
Result<FileSizes> numbered_files(const std::filesystem::path& folder, std::string_view extension);
std::string numbered_name(std::uint64_t number, std::string_view extension);

}  // namespace veil::store
