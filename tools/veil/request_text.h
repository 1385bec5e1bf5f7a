// tools/veil/request_text.h: requests for people and as JSON, and the ids that people type.
// Thread safety: free functions.
#pragma once

#include <CLI/CLI.hpp>
#include <boost/json.hpp>

#include "store/session.h"
#include "tools/veil/fault.h"
#include "tools/veil/log_text.h"

namespace veil::tools {

inline constexpr std::size_t kShortRequestId = 8;  // hex digits, as lists show it

// The ids that a whole id or its first 8 or more hex digits name. Exit::usage.
Done<store::RequestQuery> request_query(const std::string& word);
// The one request that is meant, of those that the session may see. Exit::refused, as for a record.
Done<store::RequestLine> find_request(store::Session& session, const std::string& word);

// The option `--request`, for acts that may take an approval. An empty word cites none.
void add_request_option(CLI::App& command, std::string& word);
Done<> cite_request(store::Session& session, const std::string& word, store::FactChange& change);

// The id of a request that was made, whole, for the commands that follow.
void print_request_id(Console& console, const store::RequestId& id);
void print_requests(Console& console, const LogNames& names,
                    const std::vector<store::RequestLine>& lines);
void print_request(Console& console, const LogNames& names, const store::RequestLine& line);
boost::json::object request_json(const LogNames& names, const store::RequestLine& line);

}  // namespace veil::tools
