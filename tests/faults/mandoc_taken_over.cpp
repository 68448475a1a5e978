// Stands in for a mandoc that a page has taken over: it tries what the page says, and prints a
// page.
//
//  try-network   opens a socket
//  try-program   starts /bin/true
//  try-file      prints /etc/passwd
//  try-writing   writes to /tmp/aspic-taken-over
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

int main()
{
    const std::string page{std::istreambuf_iterator<char>{std::cin}, {}};
    const auto is_told = [&page](const char* what) { return page.find(what) != std::string::npos; };
    if (is_told("try-network")) ::close(::socket(AF_INET, SOCK_STREAM, 0));
    if (is_told("try-program")) ::execl("/bin/true", "true", nullptr);
    if (is_told("try-writing")) ::close(::open("/tmp/aspic-taken-over", O_WRONLY | O_CREAT, 0600));
    std::cout << "<p>survived</p>\n";
    if (is_told("try-file")) std::cout << std::ifstream{"/etc/passwd"}.rdbuf();
}
