# Compiles FILE with COMPILER, and with the flags KNOWN for a header that is compiled already, and wants it refused: one
# error, and somewhere in it the sentence that FILE begins with,
#
#   // expect: layer 4 of 6, Conv<64,4,2,1>: ...
#   //   and a longer sentence goes on, indented.
file(READ ${FILE} text)
string(ASCII 1 semicolon)  # keeps sentences from falling apart as CMake's lists
string(REPLACE ";" "${semicolon}" text "${text}")
if(NOT text MATCHES "^// expect: ([^\n]+(\n//  +[^\n]+)*)")
  message(FATAL_ERROR "${FILE} must begin with: // expect: the sentence")
endif()
string(REGEX REPLACE "\n//  +" " " sentence "${CMAKE_MATCH_1}")

execute_process(
  COMMAND ${CMAKE_COMMAND} -E env LC_ALL=C ${COMPILER} -std=c++20 -fsyntax-only ${KNOWN} -I${INCLUDE} ${FILE}
  RESULT_VARIABLE status
  OUTPUT_VARIABLE output
  ERROR_VARIABLE output)
string(REPLACE ";" "${semicolon}" output "${output}")

# clang is given the sentence in pieces, Piece<30>{"layer 4 of 6, Conv<64"}, Piece<30>{",4,2,1>: ...
string(REGEX REPLACE "\"}+, (agon::)?Piece<[0-9]+>{+\"" "" joined "${output}")
string(REPLACE "\\\"" "\"" joined "${joined}")  # a quotation mark within the sentence
string(REGEX MATCHALL "error:" errors "${output}")
list(LENGTH errors count)
string(FIND "${joined}" "${sentence}" at)
if(status EQUAL 0)
  set(fault "it compiles")
elseif(NOT count EQUAL 1)
  set(fault "there are ${count} errors and should be one")
elseif(at EQUAL -1)
  set(fault "the sentence is missing")
else()
  return()
endif()
string(REPLACE "${semicolon}" ";" sentence "${sentence}")
string(REPLACE "${semicolon}" ";" output "${output}")
message(NOTICE "expected: ${sentence}\n\n${output}")
message(FATAL_ERROR "${FILE}: ${fault}")
