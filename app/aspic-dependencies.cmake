# Finds the libraries that libaspic.a needs. The build reads this file, and so does
# find_package(aspic) of each site.
#
# Sets aspic_missing to the libraries that were not found, with their Debian packages. It is empty
# if all were found.
set(aspic_missing "")

find_package(Threads QUIET GLOBAL)
if(NOT Threads_FOUND)
  list(APPEND aspic_missing "threads")
endif()

find_package(Boost QUIET GLOBAL CONFIG COMPONENTS program_options)
if(NOT TARGET Boost::program_options)
  list(APPEND aspic_missing "Boost.ProgramOptions (libboost-program-options-dev)")
endif()

find_package(nlohmann_json 3 QUIET CONFIG GLOBAL)
if(NOT TARGET nlohmann_json::nlohmann_json)
  list(APPEND aspic_missing "JSON for Modern C++ (nlohmann-json3-dev)")
endif()

find_package(PkgConfig QUIET)
if(PKG_CONFIG_FOUND)
  set(aspic_packages libctemplate libctemplate-dev hiredis libhiredis-dev libsodium libsodium-dev
      zlib zlib1g-dev libbrotlienc libbrotli-dev libzstd libzstd-dev libxxhash libxxhash-dev)
  while(aspic_packages)
    list(POP_FRONT aspic_packages aspic_module aspic_package)
    if(NOT TARGET PkgConfig::aspic_${aspic_module})
      pkg_check_modules(aspic_${aspic_module} QUIET IMPORTED_TARGET GLOBAL ${aspic_module})
    endif()
    if(NOT TARGET PkgConfig::aspic_${aspic_module})
      list(APPEND aspic_missing "${aspic_module} (${aspic_package})")
    endif()
  endwhile()
else()
  list(APPEND aspic_missing "pkg-config (pkg-config)")
endif()

# This library does not have a pkg-config file on every system.
find_library(aspic_fcgi_library fcgi)
mark_as_advanced(aspic_fcgi_library)
if(NOT aspic_fcgi_library)
  list(APPEND aspic_missing "libfcgi (libfcgi-dev)")
elseif(NOT TARGET aspic::fcgi)
  add_library(aspic::fcgi UNKNOWN IMPORTED GLOBAL)
  set_target_properties(aspic::fcgi PROPERTIES IMPORTED_LOCATION ${aspic_fcgi_library})
endif()

list(JOIN aspic_missing ", " aspic_missing)
