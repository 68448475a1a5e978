#include "site.h"

int main(int argc, char** argv)
{
    return aspic::run(argc, argv, the_site());
}
