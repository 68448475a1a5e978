#include "catalogue/well_known.h"

#include "base/name_set.h"

namespace manual {

namespace {

constexpr std::string_view known_commands =
    "adduser apt apt-cache apt-get ar at awk basename bash bc bunzip2 bzip2 cal cat cc chgrp "
    "chmod chown chroot clear cmp column comm cp cpio crontab curl cut date dd df diff dig "
    "dmesg docker dpkg dpkg-query dpkg-reconfigure du echo ed emacs env expand expr false fdisk "
    "file find fold free fsck ftp fuser g++ gcc gdb getconf getopt git gpg grep groupadd groups "
    "gunzip gzip head history host hostname id ifconfig ip iptables jobs join journalctl jq "
    "kill killall last ldd less lighttpd ln locale locate login ls lsblk lscpu lsof m4 make man "
    "md5sum mkdir mkfifo mkfs mkswap modprobe more mount mv nano nc netstat nginx nice nl nm "
    "nmap node nohup objdump od openssl passwd paste patch perl pgrep ping pip pkill pr "
    "printenv printf ps psql pstree pwd python python3 readelf readlink reboot renice rev rm "
    "rmdir route rsync scp screen script sed seq service sftp sh sha256sum shuf shutdown sleep "
    "sort split sqlite3 ss ssh ssh-keygen stat strace strings strip stty su sudo swapon sync "
    "sysctl systemctl systemd tac tail tar tee test time timeout tmux top touch tr traceroute "
    "tree true truncate tty ulimit umount uname uniq unzip uptime useradd userdel usermod vi "
    "vim watch wc wget whereis which who whoami xargs xz yes zip zstd";

constexpr std::string_view known_functions =
    "abort abs accept access alarm atexit atof atoi atol bind bsearch calloc chdir clock clone "
    "close closedir connect cos dup dup2 epoll errno execl execve execvp exit exp fclose fcntl "
    "feof ferror fflush fgetc fgets fileno fopen fork fprintf fputs fread free freopen fscanf "
    "fseek fstat fsync ftell fwrite getc getchar getcwd getenv getopt getpid getppid getsockopt "
    "gettimeofday getuid gmtime htons inotify ioctl isalpha isdigit isspace kill listen "
    "localtime log longjmp lseek malloc memchr memcmp memcpy memmove memset mkdir mktime mmap "
    "mprotect munmap nanosleep open opendir pause perror pipe poll pow printf pthread_create "
    "pthread_join pthread_mutex_lock putchar puts qsort raise rand read readdir realloc recv "
    "regcomp remove rename rmdir round scanf select send setenv setjmp setsockopt shutdown "
    "sigaction signal sin sleep snprintf socket sprintf sqrt srand sscanf stat strcat strchr "
    "strcmp strcpy strdup strerror strftime strlen strncat strncmp strncpy strrchr strstr "
    "strtod strtok strtol symlink sysconf system tan tcp time tolower toupper udp umask unlink "
    "usleep vprintf wait waitpid write";

}  // namespace

bool is_well_known_command(std::string_view name)
{
    static const NameSet commands = names_in(known_commands);
    return commands.contains(name);
}

bool is_well_known_function(std::string_view name)
{
    static const NameSet functions = names_in(known_functions);
    return functions.contains(name);
}

}  // namespace manual
