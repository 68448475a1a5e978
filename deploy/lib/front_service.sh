# The configuration and the unit of the service aspic-front, for deploy/server. They use $front,
# $domain, $certificate, $key, $mirror, $configuration.

# front_configuration FILE: prints this supplied configuration, for all addresses of the machine,
# with port 80, which only names the address by https. That of nginx still has its names.
front_configuration() {
    printf '# Made by deploy/server from %s.\n' "deploy/${1##*/}"
    case $front in
    lighttpd)
        sed -E 's/^(server\.bind +=) "127\.0\.0\.1".*/\1 "0.0.0.0"/' "$1"
        printf '\n%s\n' 'server.modules += ( "mod_redirect" )'
        lighttpd_redirect 0.0.0.0:80
        # A machine without IPv6 has no such file.
        if [[ -e /proc/net/if_inet6 ]]; then
            printf '%s\n' '$SERVER["socket"] == "[::]:443" { ssl.engine = "enable" }'
            lighttpd_redirect '[::]:80'
        fi
        ;;
    apache)
        sed -E -e 's/^Listen +127\.0\.0\.1:/Listen /' -e "s/^ServerName .*/ServerName $domain/" "$1"
        cat <<END

Listen 80
<VirtualHost *:80>
    SSLEngine     Off
    RewriteEngine On
    RewriteCond   "%{THE_REQUEST}" "^\S+ (/[^?\s]*)"
    RewriteRule   "" "https://$domain%1" [R=308,NE,L]
    RewriteRule   "" "https://$domain/" [R=308,L]
</VirtualHost>
END
        ;;
    nginx)
        # As nginx.conf says for https, port 80 and a mirror.
        local edits=(-e '/^    listen +127\.0\.0\.1:\$\{PORT\};$/d'
            -e 's/^    # (listen +)127\.0\.0\.1(.* ssl http2;)$/    \10.0.0.0\2/'
            -e 's/^    # (ssl_.*;)$/    \1/'
            -e '/^# server \{$/,/^# \}$/ { s/^# //; s/127\.0\.0\.1/0.0.0.0/; s/\$host/'"$domain/ }")
        if [[ -e /proc/net/if_inet6 ]]; then
            edits+=(-e '/^ *listen +0\.0\.0\.0/ { p; s/0\.0\.0\.0/[::]/ }')
        fi
        if [[ $mirror ]]; then
            edits+=(-e 's/^( *)# ((load_module|set|access_by_lua_file) .*;)$/\1\2/')
        fi
        sed -E "${edits[@]}" "$1"
        ;;
    esac
}

# nginx_values: replaces the names in nginx.conf, because nginx reads no environment.
nginx_values() {
    local given=/run/credentials/aspic-front.service name script=''
    local -A values=([PORT]=443 [SITE_SOCKET]=/run/aspic/site.sock
        [SITE_STATIC]=/var/lib/aspic/static [FRONT_STATE]=/var/cache/aspic-front
        [ACCESS_LOG]=/dev/null [MOUNT]= [SITE_MIRROR]=$mirror
        [TLS_CERTIFICATE]=$given/certificate.pem [TLS_KEY]=$given/key.pem)
    for name in "${!values[@]}"; do
        script+="s|[$]\{$name\}|${values[$name]}|g;"
    done
    sed -E "$script"
}

lighttpd_redirect() {
    cat <<END
\$SERVER["socket"] == "$1" {
    ssl.engine        = "disable"
    magnet.attract-raw-url-to = ()
    url.redirect      = ( "" => "https://$domain\${url.path}\${qsa}" )
    url.redirect-code = 308
}
END
}

# front_unit: prints the unit.
front_unit() {
    local command stop
    case $front in
    lighttpd)
        command="/usr/sbin/lighttpd -D -f $configuration/lighttpd.conf"
        stop=SIGINT # answers first
        ;;
    apache)
        command="/usr/sbin/apache2 -DFOREGROUND -DTLS${mirror:+ -DMIRROR} -d /var/cache/aspic-front"
        command+=" -f $configuration/apache.conf"
        stop=SIGWINCH
        ;;
    nginx)
        command="/usr/sbin/nginx -e stderr -p /var/cache/aspic-front -c $configuration/nginx.conf"
        stop=SIGQUIT
        ;;
    esac
    cat <<END
# Made by deploy/server. To change it, write a drop-in (systemctl edit aspic-front).

[Unit]
Description=Front end of the site on Aspic ($front)
Wants=network-online.target aspic-site.socket
After=network-online.target aspic-site.socket
StartLimitIntervalSec=0

[Service]
Environment=PORT=443 SITE_SOCKET=/run/aspic/site.sock SITE_STATIC=/var/lib/aspic/static
Environment=FRONT_STATE=/var/cache/aspic-front MOUNT=
${mirror:+Environment=SITE_MIRROR=$mirror}
# Only root can read the key. systemd gives the service a copy at each start.
LoadCredential=certificate.pem:$certificate
LoadCredential=key.pem:$key
Environment=TLS_CERTIFICATE=%d/certificate.pem TLS_KEY=%d/key.pem
ExecStartPre=/bin/sh -c 'for file in $configuration/*.lua $configuration/down.html; do \\
    [ ! -e "\$file" ] || cp "\$file" /var/cache/aspic-front/ || exit; done'
ExecStart=$command
KillSignal=$stop
KillMode=mixed
TimeoutStopSec=15
Restart=always
RestartSec=100ms

User=www-data
Group=www-data
CacheDirectory=aspic-front
CacheDirectoryMode=0750
LimitNOFILE=65536
TasksMax=1024

# What the process may do: listen to any port, and nothing else that a user cannot.
AmbientCapabilities=CAP_NET_BIND_SERVICE
CapabilityBoundingSet=CAP_NET_BIND_SERVICE
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM
RemoveIPC=yes
KeyringMode=private

[Install]
WantedBy=multi-user.target
END
}
