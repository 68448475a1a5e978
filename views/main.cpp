#include "site.h"

int main(int argc, char** argv)
{
    return aspic::run(argc, argv, manual::manual_site());
}
