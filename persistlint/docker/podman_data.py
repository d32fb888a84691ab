"""Every command of podman with its options. Written by scripts/podman_options.py: don't edit.

From the help of podman 5.4.2, and the pages of podman's main branch of 2026-05-19. The form is that of ``option_data``; the kind c is a list whose value may hold several, between commas.
"""

# fmt: off

COMMANDS: dict[str, str] = {
    "": (
        "cgroup-manager:s config:s conmon:s connection/c:s context/c:s! events-backend:s hooks-dir:l "
        "host/H:s! identity:s imagestore:s log-level:s module:l network-cmd-path:s "
        "network-config-dir:s out:s remote/r:b root:s runroot:s runtime:s runtime-flag:l ssh:s "
        "storage-driver:s storage-opt:l syslog:b tmpdir:s transient-store:b url:s version/v:b "
        "volumepath:s"
    ),
    "artifact add": "annotation:s append/a:b file-type:b replace:b type:s",
    "artifact inspect": "format/f:l",
    "artifact ls": "format:s no-trunc:b noheading/n:b",
    "artifact pull": (
        "authfile:s cert-dir:s creds:s decryption-key:l quiet/q:b retry:u retry-delay:s tls-verify:b"
    ),
    "artifact push": (
        "authfile:s cert-dir:s creds:s digestfile:s quiet/q:b retry:u retry-delay:s sign-by:s "
        "sign-by-sigstore:s sign-by-sigstore-private-key:s sign-by-sq-fingerprint:l "
        "sign-passphrase-file:s tls-verify:b"
    ),
    "artifact rm": "all/a:b ignore/i:b",
    "auto-update": "authfile:s dry-run:b format:s rollback:b tls-verify:b",
    "container attach": "#0-1 detach-keys:s latest/l:b no-stdin:b sig-proxy:b",
    "container checkpoint": (
        "all/a:b compress/c:s create-image:s export/e:s file-locks:b ignore-rootfs:b ignore-volumes:b "
        "keep/k:b latest/l:b leave-running/R:b pre-checkpoint/P:b print-stats:b tcp-established:b "
        "with-previous:b"
    ),
    "container cleanup": "all/a:b exec:s latest/l:b rm:b rmi:b",
    "container clone": (
        "#1-3 blkio-weight:s blkio-weight-device:c cpu-period:u cpu-quota:i cpu-rt-period:u "
        "cpu-rt-runtime:i cpu-shares/c:u cpus:f cpuset-cpus:s cpuset-mems:s destroy:b "
        "device-read-bps:l device-write-bps:l force/f:b memory/m:s memory-reservation:s memory-swap:s "
        "memory-swappiness:i name:s pod:s run:b"
    ),
    "container commit": (
        "#1-2 author/a:s change/c:l config:s format/f:s iidfile:s include-volumes:b message/m:s "
        "pause/p:b quiet/q:b squash/s:b"
    ),
    "container cp": "#2 archive/a:b extract:b! overwrite:b pause:b!",
    "container create": (
        ". #1+ add-host:c annotation:l arch:s attach/a:c authfile:s blkio-weight:s "
        "blkio-weight-device:c cap-add:c cap-drop:c cert-dir:l cgroup-conf:c cgroup-parent:s "
        "cgroupns:s cgroups:s chrootdirs:l cidfile:s conmon-pidfile:s cpu-period:u cpu-quota:i "
        "cpu-rt-period:u cpu-rt-runtime:i cpu-shares/c:u cpus:f cpuset-cpus:s cpuset-mems:s creds:l "
        "decryption-key:l device:l device-cgroup-rule:c device-read-bps:l device-read-iops:l "
        "device-write-bps:l device-write-iops:l disable-content-trust:b dns:c dns-opt=dns-option:c! "
        "dns-option:c dns-search:c entrypoint:s env/e:l env-file:l env-host:b env-merge:l expose:c "
        "gidmap:c gpus:c group-add:c group-entry:s health-cmd:s health-interval:s "
        "health-log-destination:s health-max-log-count:u health-max-log-size:u health-on-failure:s "
        "health-retries:u health-start-period:s health-startup-cmd:s health-startup-interval:s "
        "health-startup-retries:u health-startup-success:u health-startup-timeout:s health-timeout:s "
        "healthcheck-command=health-cmd:s! healthcheck-interval=health-interval:s! "
        "healthcheck-retries=health-retries:u! healthcheck-start-period=health-start-period:s! "
        "healthcheck-timeout=health-timeout:s! hostname/h:s hosts-file:s hostuser:c http-proxy:b "
        "image-volume:s init:b init-ctr:s init-path:s interactive/i:b ip:s ip6:s ipc:s "
        "kernel-memory:s! label/l:l label-file:l link-local-ip:l log-driver:s log-opt:l mac-address:s "
        "memory/m:s memory-reservation:s memory-swap:s memory-swappiness:i mount:l name:s "
        "net=network:l! network:l network-alias:c no-healthcheck:b no-hostname:b no-hosts:b "
        "oom-kill-disable:b oom-score-adj:i os:s override-arch=arch:s! override-os=os:s! "
        "override-variant=variant:s! passwd-entry:s personality:s pid:s pidfile:s pids-limit:i "
        "platform:s pod:s pod-id-file:s privileged:b publish/p:c publish-all/P:b pull:s quiet/q:b "
        "rdt-class:s read-only:b read-only-tmpfs:b replace:b requires:c restart:s retry:u "
        "retry-delay:s rm:b rootfs:b sdnotify:s seccomp-policy:s secret:l security-opt:l shm-size:s "
        "shm-size-systemd:s signature-policy:s! stop-signal:s stop-timeout:u storage-opt:l! "
        "subgidname:s subuidname:s sysctl:c systemd:s timeout:u tls-verify:b tmpfs:l tty/t:b tz:s "
        "uidmap:c ulimit:c umask:s unsetenv:l unsetenv-all:b user/u:s userns:s uts:s variant:s "
        "volume/v:l volumes-from:l workdir/w:s"
    ),
    "container diff": "format:s latest/l:b",
    "container exec": (
        ". cidfile:l detach/d:b detach-keys:s env/e:l env-file:l interactive/i:b latest/l:b "
        "no-session:b preserve-fd:c preserve-fds:u privileged:b tty/t:b user/u:s wait:i! workdir/w:s"
    ),
    "container exists": "external:b",
    "container export": "#1 output/o:s",
    "container init": "all/a:b latest/l:b",
    "container inspect": "format/f:s latest/l:b size/s:b",
    "container kill": "all/a:b cidfile:l latest/l:b signal/s:s",
    "container logs": (
        ". color:b details:b! follow/f:b latest/l:b names/n:b since:s tail:i timestamps/t:b until:s"
    ),
    "container ls": (
        "all/a:b external:b filter/f:l format:s last/n:i latest/l:b namespace:b no-trunc:b "
        "noheading:b ns:b pod/p:b quiet/q:b size/s:b sort:s sync:b watch/w:u"
    ),
    "container mount": "all/a:b format:s latest/l:b no-trunc:b",
    "container pause": "all/a:b cidfile:l filter/f:l latest/l:b",
    "container port": "all/a:b latest/l:b",
    "container prune": "#0 filter:l force/f:b",
    "container rename": "#2",
    "container restart": "all/a:b cidfile:l filter/f:l latest/l:b running:b time/t:i timeout=time:i!",
    "container restore": (
        "all/a:b file-locks:b ignore-rootfs:b ignore-static-ip:b ignore-static-mac:b ignore-volumes:b "
        "import/i:s import-previous:s keep/k:b latest/l:b name/n:s pod:s print-stats:b publish/p:c "
        "tcp-close:b tcp-established:b"
    ),
    "container rm": (
        "all/a:b cidfile:l depend:b filter:l force/f:b ignore/i:b latest/l:b time/t:i volumes/v:b"
    ),
    "container run": (
        ". #1+ add-host:c annotation:l arch:s attach/a:c authfile:s blkio-weight:s "
        "blkio-weight-device:c cap-add:c cap-drop:c cert-dir:l cgroup-conf:c cgroup-parent:s "
        "cgroupns:s cgroups:s chrootdirs:l cidfile:s conmon-pidfile:s cpu-period:u cpu-quota:i "
        "cpu-rt-period:u cpu-rt-runtime:i cpu-shares/c:u cpus:f cpuset-cpus:s cpuset-mems:s creds:l "
        "decryption-key:l detach/d:b detach-keys:s device:l device-cgroup-rule:c device-read-bps:l "
        "device-read-iops:l device-write-bps:l device-write-iops:l disable-content-trust:b dns:c "
        "dns-opt=dns-option:c! dns-option:c dns-search:c entrypoint:s env/e:l env-file:l env-host:b "
        "env-merge:l expose:c gidmap:c gpus:c group-add:c group-entry:s health-cmd:s "
        "health-interval:s health-log-destination:s health-max-log-count:u health-max-log-size:u "
        "health-on-failure:s health-retries:u health-start-period:s health-startup-cmd:s "
        "health-startup-interval:s health-startup-retries:u health-startup-success:u "
        "health-startup-timeout:s health-timeout:s healthcheck-command=health-cmd:s! "
        "healthcheck-interval=health-interval:s! healthcheck-retries=health-retries:u! "
        "healthcheck-start-period=health-start-period:s! healthcheck-timeout=health-timeout:s! "
        "hostname/h:s hosts-file:s hostuser:c http-proxy:b image-volume:s init:b init-path:s "
        "interactive/i:b ip:s ip6:s ipc:s kernel-memory:s! label/l:l label-file:l link-local-ip:l "
        "log-driver:s log-opt:l mac-address:s memory/m:s memory-reservation:s memory-swap:s "
        "memory-swappiness:i mount:l name:s net=network:l! network:l network-alias:c no-healthcheck:b "
        "no-hostname:b no-hosts:b oom-kill-disable:b oom-score-adj:i os:s override-arch=arch:s! "
        "override-os=os:s! override-variant=variant:s! passwd:b passwd-entry:s personality:s pid:s "
        "pidfile:s pids-limit:i platform:s pod:s pod-id-file:s preserve-fd:c preserve-fds:u "
        "privileged:b publish/p:c publish-all/P:b pull:s quiet/q:b rdt-class:s read-only:b "
        "read-only-tmpfs:b replace:b requires:c restart:s retry:u retry-delay:s rm:b rmi:b rootfs:b "
        "sdnotify:s seccomp-policy:s secret:l security-opt:l shm-size:s shm-size-systemd:s "
        "sig-proxy:b signature-policy:s! stop-signal:s stop-timeout:u storage-opt:l! subgidname:s "
        "subuidname:s sysctl:c systemd:s timeout:u tls-verify:b tmpfs:l tty/t:b tz:s uidmap:c "
        "ulimit:c umask:s unsetenv:l unsetenv-all:b user/u:s userns:s uts:s variant:s volume/v:l "
        "volumes-from:l workdir/w:s"
    ),
    "container runlabel": "authfile:s cert-dir:s creds:s display:b name/n:s quiet/q:b replace:b tls-verify:b",
    "container start": "all:b attach/a:b detach-keys:s filter/f:l interactive/i:b latest/l:b sig-proxy:b",
    "container stats": "all/a:b format:s interval/i:i latest/l:b no-reset:b no-stream:b no-trunc:b",
    "container stop": "all/a:b cidfile:l filter/f:l ignore/i:b latest/l:b time/t:i timeout=time:i!",
    "container top": ". latest/l:b",
    "container unmount": "all/a:b force/f:b latest/l:b",
    "container unpause": "all/a:b cidfile:l filter/f:l latest/l:b",
    "container update": (
        "#1 blkio-weight:s blkio-weight-device:c cpu-period:u cpu-quota:i cpu-rt-period:u "
        "cpu-rt-runtime:i cpu-shares/c:u cpus:f cpuset-cpus:s cpuset-mems:s device-read-bps:l "
        "device-read-iops:l device-write-bps:l device-write-iops:l env/e:l health-cmd:s "
        "health-interval:s health-log-destination:s health-max-log-count:u health-max-log-size:u "
        "health-on-failure:s health-retries:u health-start-period:s health-startup-cmd:s "
        "health-startup-interval:s health-startup-retries:u health-startup-success:u "
        "health-startup-timeout:s health-timeout:s latest/l:b memory/m:s memory-reservation:s "
        "memory-swap:s memory-swappiness:i no-healthcheck:b pids-limit:i restart:s ulimit:l "
        "unsetenv:l"
    ),
    "container wait": "condition:c exit-first-match:b ignore:b interval/i:s latest/l:b",
    "farm build": (
        "add-host:s annotation:l authfile:s build-arg:s build-arg-file:s build-context:s cache-from:l "
        "cache-to:l cache-ttl:s cap-add:c cap-drop:c cert-dir:s cgroup-parent:s cgroupns:s cleanup:b "
        "compat-volumes:b cpp-flag:l cpu-period:u cpu-quota:i cpu-shares/c:u cpuset-cpus:s "
        "cpuset-mems:s created-annotation:b creds:s decryption-key:c device:l disable-compression/D:b "
        "dns:s dns-option:c dns-search:c env:l farm:s file/f:l force-rm:b format:s from:s group-add:c "
        "hooks-dir:l http-proxy:b identity-label:b ignorefile:s iidfile:s iidfile-raw:l "
        "inherit-annotations:l inherit-labels:b ipc:s isolation:s jobs:i label:l layer-label:l "
        "layers:b local/l:b logfile:s memory/m:s memory-swap:s mount:l network:s no-cache:b "
        "no-hostname:b no-hosts:b omit-history:b os-feature:s os-version:s pid:s platforms:c pull:s "
        "quiet/q:b retry:i retry-delay:s rewrite-timestamp:b rm:b runtime:l runtime-flag:c "
        "save-stages:b sbom:s sbom-image-output:s sbom-image-purl-output:s sbom-merge-strategy:s "
        "sbom-output:s sbom-purl-output:s sbom-scanner-command:s sbom-scanner-image:s secret:l "
        "security-opt:l shm-size:s skip-unused-stages:b source-date-epoch:l source-policy-file:l "
        "squash:b squash-all:b ssh:l stage-labels:b tag/t:s target:s timestamp:i tls-verify:b "
        "ulimit:c unsetannotation:l unsetenv:c unsetlabel:c userns:s userns-gid-map:s "
        "userns-gid-map-group:s userns-uid-map:s userns-uid-map-user:s uts:s volume/v:l"
    ),
    "farm create": "",
    "farm list": "format:s",
    "farm remove": "all/a:b",
    "farm update": "add/a:c default/d:b remove/r:c",
    "generate kube": "filename/f:s podman-only:b replicas/r:i service/s:b type/t:s",
    "generate spec": "compact/c:b filename/f:s name/n:b",
    "generate systemd": (
        "after:l container-prefix:s env/e:l files/f:b format:s name/n:b new:b no-header:b "
        "pod-prefix:s requires:l restart-policy:s restart-sec:u separator:s start-timeout:u "
        "stop-timeout:u template:b wants:l"
    ),
    "healthcheck run": "ignore-result:b",
    "image build": (
        "add-host:s all-platforms:b annotation:l arch:s authfile:s build-arg:s build-arg-file:s "
        "build-context:s buildkit:b! cache-from:l cache-to:l cache-ttl:s cap-add:c cap-drop:c "
        "cert-dir:s cgroup-parent:s cgroupns:s compat-volumes:b compress:b cpp-flag:l cpu-period:u "
        "cpu-quota:i cpu-shares/c:u cpuset-cpus:s cpuset-mems:s created-annotation:b creds:s cw:s "
        "decryption-key:c device:l disable-compression/D:b disable-content-trust:b dns:s dns-option:c "
        "dns-search:c env:l file/f:l force-rm:b format:s from:s group-add:c hooks-dir:l http-proxy:b "
        "identity-label:b ignorefile:s iidfile:s iidfile-raw:l inherit-annotations:l inherit-labels:b "
        "ipc:s isolation:s jobs:i label:l layer-label:l layers:b load:b! logfile:s logsplit:b "
        "manifest:s memory/m:s memory-swap:s metadata-file:l mount:l network:s no-cache:b "
        "no-hostname:b no-hosts:b omit-history:b os:s os-feature:s os-version:s output/o:s pid:s "
        "platform:s progress:s! pull:s quiet/q:b retry:i retry-delay:s rewrite-timestamp:b rm:b "
        "runtime:l runtime-flag:c save-stages:b sbom:s sbom-image-output:s sbom-image-purl-output:s "
        "sbom-merge-strategy:s sbom-output:s sbom-purl-output:s sbom-scanner-command:s "
        "sbom-scanner-image:s secret:l security-opt:l shm-size:s sign-by:s skip-unused-stages:b "
        "source-date-epoch:l source-policy-file:l squash:b squash-all:b ssh:l stage-labels:b stdin:b "
        "tag/t:s target:s timestamp:i tls-verify:b ulimit:c unsetannotation:l unsetenv:c unsetlabel:c "
        "userns:s userns-gid-map:s userns-gid-map-group:s userns-uid-map:s userns-uid-map-user:s "
        "uts:s variant:s volume/v:l"
    ),
    "image diff": "format:s",
    "image exists": "",
    "image history": "format:s human/H:b no-trunc:b quiet/q:b",
    "image import": "arch:s change/c:l message/m:s os:s quiet/q:b variant:s",
    "image inspect": "format/f:s",
    "image load": "input/i:s quiet/q:b",
    "image ls": "all/a:b digests:b filter/f:l format:s history:b no-trunc:b noheading/n:b quiet/q:b sort:s",
    "image mount": "all/a:b format:s",
    "image prune": "#0 all/a:b build-cache:b external:b filter:l force/f:b",
    "image pull": (
        "all-tags/a:b arch:s authfile:s cert-dir:s creds:s decryption-key:l disable-content-trust:b "
        "os:s platform:s policy:b quiet/q:b retry:u retry-delay:s tls-verify:b variant:s"
    ),
    "image push": (
        "authfile:s cert-dir:s compress:b compression-format:s compression-level:i creds:s "
        "digestfile:s disable-content-trust:b encrypt-layer:s encryption-key:l force-compression:b "
        "format/f:s quiet/q:b remove-signatures:b retry:u retry-delay:s sign-by:s sign-by-sigstore:s "
        "sign-by-sigstore-private-key:s sign-by-sq-fingerprint:l sign-passphrase-file:s tls-verify:b"
    ),
    "image rm": "all/a:b force/f:b ignore/i:b no-prune:b",
    "image save": "compress:b format:s multi-image-archive/m:b output/o:s quiet/q:b uncompressed:b",
    "image scp": "format:l quiet/q:b",
    "image search": (
        "authfile:s cert-dir:s compatible:b creds:s filter/f:l format:s limit:i list-tags:b "
        "no-trunc:b tls-verify:b"
    ),
    "image sign": "all/a:b authfile:s cert-dir:s directory/d:s sign-by:s",
    "image tag": "",
    "image tree": "whatrequires:b",
    "image trust": "json/j:b noheading/n:b pubkeysfile/f:l raw:b signature-policy:l type/t:l",
    "image trust set": "pubkeysfile/f:l type/t:s",
    "image trust show": "json/j:b noheading/n:b raw:b",
    "image unmount": "all/a:b force/f:b",
    "image untag": "",
    "inspect": "format/f:s latest/l:b size/s:b type/t:s",
    "kube apply": "ca-cert-file:s file/f:s kubeconfig/k:s ns:s service/s:b",
    "kube down": "force:b",
    "kube generate": "filename/f:s podman-only:b replicas/r:i service/s:b type/t:s",
    "kube play": (
        "annotation:l authfile:s build:b cert-dir:s configmap:s context-dir:s creds:s force:b ip:s "
        "log-driver:s log-opt:l mac-address:c network:l no-hostname:b no-hosts:b no-pod-prefix:b "
        "publish:c publish-all:b quiet/q:b replace:b seccomp-profile-root:s start:b tls-verify:b "
        "userns:s wait/w:b"
    ),
    "login": (
        "authfile:s cert-dir:s compat-auth-file:s get-login:b password/p:s password-stdin:b secret:s "
        "tls-verify:b username/u:s verbose/v:b"
    ),
    "logout": "all/a:b authfile:s compat-auth-file:s",
    "machine info": "format/f:s",
    "machine init": (
        "cpus:u disk-size:u ignition-path:s image:s import-native-ca:b memory/m:u now:b playbook:s "
        "provider:b rootful:b swap/s:l timezone:s tls-verify:b update-connection/u:b usb:l "
        "user-mode-networking:b username:s volume/v:l"
    ),
    "machine inspect": "format:s",
    "machine list": "all-providers:b format:s noheading/n:b quiet/q:b",
    "machine os apply": "restart:b",
    "machine reset": "force/f:b",
    "machine rm": "force/f:b save-ignition:b save-image:b",
    "machine set": "cpus:u disk-size:u import-native-ca:b memory/m:u rootful:b usb:l user-mode-networking:b",
    "machine ssh": ". username:s",
    "machine start": "no-info:b quiet/q:b update-connection/u:b",
    "machine stop": "",
    "manifest add": (
        "all:b annotation:s arch:s artifact:b artifact-config:s artifact-config-type:s "
        "artifact-exclude-titles:b artifact-layer-type:s artifact-subject:s artifact-type:s "
        "authfile:s cert-dir:s creds:s features:s os:s os-version:s tls-verify:b variant:s"
    ),
    "manifest annotate": (
        "annotation:s arch:s features:s index:b os:s os-features:s os-version:s subject:s variant:s"
    ),
    "manifest create": "all:b amend/a:b annotation:l tls-verify:b",
    "manifest exists": "",
    "manifest inspect": "authfile:s tls-verify:b",
    "manifest push": (
        "add-compression:c all:b authfile:s cert-dir:s compression-format:s compression-level:i "
        "creds:s digestfile:s force-compression:b format/f:s quiet/q:b remove-signatures:b rm:b "
        "sign-by:s sign-by-sigstore:s sign-by-sigstore-private-key:s sign-by-sq-fingerprint:l "
        "sign-passphrase-file:s tls-verify:b"
    ),
    "manifest remove": "",
    "manifest rm": "ignore/i:b",
    "network connect": "alias:c ip:s ip6:s mac-address:s",
    "network create": (
        "disable-dns:b dns:c driver/d:s gateway:s ignore:b interface-name:s internal:b ip-range:l "
        "ipam-driver:s ipv6:b label:l opt/o:l route:l subnet:l"
    ),
    "network disconnect": "force/f:b",
    "network exists": "",
    "network inspect": "format/f:s",
    "network ls": "filter/f:l format:s no-trunc:b noheading/n:b quiet/q:b",
    "network prune": "filter:l force/f:b",
    "network reload": "all/a:b latest/l:b",
    "network rm": "force/f:b time/t:i",
    "network update": "dns-add:c dns-drop:c",
    "pod clone": (
        "#1-2 blkio-weight:s blkio-weight-device:c cgroup-parent:s cpu-shares/c:u cpus:f "
        "cpuset-cpus:s cpuset-mems:s destroy:b device:l device-read-bps:l device-write-bps:l gidmap:c "
        "gpus:c hostname/h:s infra-command:s infra-conmon-pidfile:s infra-name:s label/l:l "
        "label-file:l memory/m:s memory-swap:s name/n:s pid:s restart:s security-opt:l shm-size:s "
        "shm-size-systemd:s start:b subgidname:s subuidname:s sysctl:c uidmap:c userns:s uts:s "
        "volume/v:l volumes-from:l"
    ),
    "pod create": (
        ". #0-1 add-host:c blkio-weight:s blkio-weight-device:c cgroup-parent:s cpu-shares/c:u cpus:f "
        "cpuset-cpus:s cpuset-mems:s device:l device-read-bps:l device-write-bps:l dns:c "
        "dns-opt=dns-option:c! dns-option:c dns-search:c exit-policy:s gidmap:c gpus:c hostname/h:s "
        "hosts-file:s infra:b infra-command:s infra-conmon-pidfile:s infra-image:s infra-name:s ip:s "
        "ip6:s label/l:l label-file:l mac-address:s memory/m:s memory-swap:s name/n:s net=network:l! "
        "network:l network-alias:c no-hostname:b no-hosts:b pid:s pod-id-file:s publish/p:c replace:b "
        "restart:s security-opt:l share:s share-parent:b shm-size:s shm-size-systemd:s subgidname:s "
        "subuidname:s sysctl:c uidmap:c userns:s uts:s volume/v:l volumes-from:l"
    ),
    "pod exists": "",
    "pod inspect": "format/f:s latest/l:b",
    "pod kill": "all/a:b latest/l:b signal/s:s",
    "pod logs": (
        ". color:b container/c:s follow/f:b latest/l:b names/n:b since:s tail:i timestamps/t:b "
        "until:s"
    ),
    "pod pause": "all/a:b latest/l:b",
    "pod prune": "#0 force/f:b",
    "pod ps": (
        "ctr-ids:b ctr-names:b ctr-status:b filter/f:l format:s latest/l:b namespace:b no-trunc:b "
        "noheading/n:b ns:b quiet/q:b sort:s"
    ),
    "pod restart": "all/a:b latest/l:b",
    "pod rm": "all/a:b force/f:b ignore/i:b latest/l:b pod-id-file:l time/t:i",
    "pod start": "all/a:b latest/l:b pod-id-file:l",
    "pod stats": "all/a:b format:s latest/l:b no-reset:b no-stream:b",
    "pod stop": "all/a:b ignore/i:b latest/l:b pod-id-file:l time/t:i",
    "pod top": ". latest/l:b",
    "pod unpause": "all/a:b latest/l:b",
    "search": (
        "authfile:s cert-dir:s compatible:b creds:s filter/f:l format:s limit:i list-tags:b "
        "no-trunc:b tls-verify:b"
    ),
    "secret create": "driver/d:s driver-opts:s env:b ignore:l label/l:l replace:b",
    "secret exists": "",
    "secret inspect": "format/f:s pretty:b showsecret:b",
    "secret ls": "filter/f:l format:s noheading/n:b quiet/q:b",
    "secret rm": "all/a:b ignore/i:b",
    "system check": "force/f:b max/m:d quick/q:b repair/r:b",
    "system connection add": "default/d:b identity:s port/p:i socket-path:s tls-ca:l tls-cert:l tls-key:l",
    "system connection default": "",
    "system connection list": "format/f:s quiet/q:b",
    "system connection remove": "all/a:b",
    "system connection rename": "",
    "system df": "format:s verbose/v:b",
    "system events": "filter/f:l format:s no-trunc:b since:s stream:b until:s",
    "system info": "format/f:s",
    "system migrate": "migrate-db:b new-runtime:s",
    "system prune": "#0 all/a:b build:b external:b filter:l force/f:b volumes:b",
    "system renumber": "",
    "system reset": "force/f:b",
    "system service": "cors:s time/t:u tls-cert:l tls-client-ca:l tls-key:l",
    "unshare": ". rootless-netns:b",
    "version": "format/f:s",
    "volume create": "#0-1 driver/d:s gid:l ignore:b label/l:l opt/o:l uid:l",
    "volume exists": "",
    "volume export": "#1 output/o:s",
    "volume import": "#2",
    "volume inspect": "all/a:b format/f:s",
    "volume ls": "filter/f:l format:s noheading/n:b quiet/q:b",
    "volume mount": "",
    "volume prune": "#0 all/a:b dry-run:b filter:l force/f:b",
    "volume reload": "",
    "volume rm": "all/a:b force/f:b time/t:i",
    "volume unmount": "",
}

#: Other spellings of commands.
ALIASES: dict[str, str] = {
    "artifact list": "artifact ls",
    "artifact remove": "artifact rm",
    "attach": "container attach",
    "build": "image build",
    "buildx build": "image build",
    "commit": "container commit",
    "container list": "container ls",
    "container ps": "container ls",
    "container umount": "container unmount",
    "cp": "container cp",
    "create": "container create",
    "diff": "container diff",
    "events": "system events",
    "exec": "container exec",
    "export": "container export",
    "farm ls": "farm list",
    "farm rm": "farm remove",
    "history": "image history",
    "image list": "image ls",
    "image umount": "image unmount",
    "images": "image ls",
    "import": "image import",
    "info": "system info",
    "init": "container init",
    "kill": "container kill",
    "load": "image load",
    "logs": "container logs",
    "machine ls": "machine list",
    "mount": "container mount",
    "network list": "network ls",
    "network remove": "network rm",
    "pause": "container pause",
    "play kube": "kube play",
    "pod list": "pod ps",
    "pod ls": "pod ps",
    "port": "container port",
    "ps": "container ls",
    "pull": "image pull",
    "push": "image push",
    "rename": "container rename",
    "restart": "container restart",
    "rm": "container rm",
    "rmi": "image rm",
    "run": "container run",
    "save": "image save",
    "secret list": "secret ls",
    "start": "container start",
    "stats": "container stats",
    "stop": "container stop",
    "system connection ls": "system connection list",
    "system connection mv": "system connection rename",
    "system connection rm": "system connection remove",
    "tag": "image tag",
    "top": "container top",
    "umount": "container unmount",
    "unmount": "container unmount",
    "unpause": "container unpause",
    "untag": "image untag",
    "update": "container update",
    "volume list": "volume ls",
    "volume remove": "volume rm",
    "wait": "container wait",
}
