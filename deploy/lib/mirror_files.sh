# The site's side of the mirror, for deploy/server --mirror. It uses $mirror: the directory, or ''.

mirror_directory=/run/aspic-mirror
mirror_files=(/etc/tmpfiles.d/aspic-mirror.conf
    /etc/systemd/system/aspic-site.service.d/aspic-mirror.conf)

# switch_mirror: writes these files, or removes them. Sets mirror_has_changed to a text if the site
# must be restarted, otherwise to ''.
switch_mirror() {
    local before=${#changed[@]}
    if [[ $mirror ]]; then
        # All files in it get its group, which is that of the front end.
        write_own "${mirror_files[0]}" <<<"d $mirror 2750 aspic www-data -"
        write_own "${mirror_files[1]}" <<END
# Made by deploy/server.
[Service]
Environment=ASPIC_MIRROR=$mirror
ReadWritePaths=$mirror
END
        systemd-tmpfiles --create "${mirror_files[0]}"
    else
        remove_own "${mirror_files[@]}"
    fi
    mirror_has_changed=''
    ((${#changed[@]} == before)) || mirror_has_changed=1
}
