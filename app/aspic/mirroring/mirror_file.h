#pragma once
// One file of the mirror: a page in one coding, with its header fields. A pure function.
//
//     aspic-mirror 1 EXPIRES RENDERED FIELDS FIELDS304 BODY\n
//     Content-Type: text/html; charset=utf-8\r\n      FIELDS bytes: the fields of a 200
//     ...
//     ETag: "..."\r\n                                 FIELDS304 bytes: those of a 304
//     ...
//     <!DOCTYPE html>...                              BODY bytes
//
// EXPIRES and RENDERED are seconds since 1970. The sizes show whether the file is whole.

#include <string>

#include <aspic/entries/entry.h>

namespace aspic {

std::string mirror_file(const Entry& entry, const Representation& one);

}  // namespace aspic
