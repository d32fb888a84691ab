"""Every command of the docker client with its options. Written by scripts/docker_options.py: don't edit.

From the documentation and sources of docker v29.7.2, compose v5.5.0, buildx v0.36.1 (since and gone: of each docker release from 23.0).
"""

# fmt: off

SOURCES = "docker v29.7.2, compose v5.5.0, buildx v0.36.1"

#: Canonical name to its options: ``name[/short][=canonical]:kind[!hidden][@since][<gone]``; a leading ``.`` says that options end at the
#: first operand, ``#1+``, ``#2``, ``#0-1`` how many operands it takes. The kinds: b boolean, s string, l list, i and u integers, f number, d duration, m size in bytes, n decimal.
COMMANDS: dict[str, str] = {
    "": (
        "config:s context/c:s debug/D:b host/H:s log-level/l:s tls:b tlscacert:s tlscert:s tlskey:s "
        "tlsverify:b version/v:b"
    ),
    "builder": "#0 builder:s debug/D:b",
    "builder prune": (
        "#0 all/a:b builder:s debug/D:b filter:l force/f:b keep-storage:m max-used-space:m "
        "min-free-space:m reserved-space:m timeout:d verbose:b"
    ),
    "buildx": "builder:s debug/D:b",
    "buildx bake": (
        "allow:l builder:s call:s check:b debug/D:b file/f:l list:s list-targets:b! list-variables:b! "
        "load:b metadata-file:s no-cache:b policy:l print:b progress:s provenance:s pull:b push:b "
        "sbom:s set:l var:l"
    ),
    "buildx create": (
        "#0-1 append:b bootstrap:b buildkitd-config:s buildkitd-flags:s config=buildkitd-config:s! "
        "debug/D:b driver:s driver-opt:l leave:b name:s node:s platform:l timeout:d use:b"
    ),
    "buildx dap": "builder:s debug/D:b",
    "buildx dap build": (
        "add-host:l allow:l annotation:l attest:l build-arg:l build-context:l builder:s cache-from:l "
        "cache-to:l call:s cgroup-parent:s check:b debug/D:b file/f:s iidfile:s label:l load:b "
        "metadata-file:s network:s no-cache:b no-cache-filter:l output/o:l platform:l policy:l "
        "progress:s provenance:s pull:b push:b quiet/q:b resource:l sbom:s secret:l shm-size:m ssh:l "
        "tag/t:l target:s ulimit:l"
    ),
    "buildx debug": "builder:s debug/D:b invoke:s on:s",
    "buildx debug build": (
        "add-host:l allow:l annotation:l attest:l build-arg:l build-context:l builder:s cache-from:l "
        "cache-to:l call:s cgroup-parent:s check:b debug/D:b file/f:s iidfile:s label:l load:b "
        "metadata-file:s network:s no-cache:b no-cache-filter:l output/o:l platform:l policy:l "
        "progress:s provenance:s pull:b push:b quiet/q:b resource:l sbom:s secret:l shm-size:m ssh:l "
        "tag/t:l target:s ulimit:l"
    ),
    "buildx dial-stdio": "builder:s debug/D:b platform:s progress:s",
    "buildx du": "builder:s debug/D:b filter:l format:s timeout:d verbose:b",
    "buildx history": "builder:s debug/D:b",
    "buildx history export": "all:b builder:s debug/D:b finalize:b output/o:s",
    "buildx history import": "builder:s debug/D:b file/f:l",
    "buildx history inspect": "builder:s debug/D:b format:s",
    "buildx history inspect attachment": "builder:s debug/D:b platform:s type:s",
    "buildx history logs": "builder:s debug/D:b progress:s",
    "buildx history ls": "builder:s debug/D:b filter:l format:s local:b no-trunc:b",
    "buildx history open": "builder:s debug/D:b",
    "buildx history rm": "all:b builder:s debug/D:b",
    "buildx history trace": "addr:s builder:s compare:s debug/D:b",
    "buildx imagetools": "builder:s debug/D:b",
    "buildx imagetools create": (
        "annotation:l append:b builder:s debug/D:b dry-run:b file/f:l metadata-file:s platform/p:l "
        "prefer-index:b progress:s tag/t:l"
    ),
    "buildx imagetools inspect": "builder:s debug/D:b format:s raw:b",
    "buildx inspect": "bootstrap:b builder:s debug/D:b timeout:d",
    "buildx ls": "debug/D:b format:s no-trunc:b timeout:d",
    "buildx policy": "builder:s debug/D:b",
    "buildx policy eval": "builder:s debug/D:b fields:l file/f:s platform:s print:b",
    "buildx policy json-schema": "builder:s debug/D:b",
    "buildx policy test": "builder:s debug/D:b filename:s run:s",
    "buildx rm": "all-inactive:b builder:s debug/D:b force/f:b keep-daemon:b keep-state:b timeout:d",
    "buildx stop": "builder:s debug/D:b",
    "buildx use": "builder:s debug/D:b default:b global:b",
    "buildx version": "debug/D:b",
    "checkpoint": "#0",
    "checkpoint create": "#2 checkpoint-dir:s leave-running:b",
    "checkpoint ls": "#1 checkpoint-dir:s",
    "checkpoint rm": "#2 checkpoint-dir:s",
    "compose": (
        "all-resources:b ansi:s compatibility:b dry-run:b env-file:l file/f:l insecure-registry:l! "
        "no-ansi:b! parallel:i profile:l progress:s project-directory:s project-name/p:s verbose:b! "
        "version/v:b! workdir=project-directory:s!"
    ),
    "compose alpha": "dry-run:b",
    "compose alpha dry-run": "",
    "compose alpha generate": "dry-run:b format:s name:s project-dir:s",
    "compose alpha publish": (
        "app:b dry-run:b insecure-registry:b! oci-version:s resolve-image-digests:b with-env:b "
        "yes/y:b"
    ),
    "compose alpha scale": "dry-run:b no-deps:b",
    "compose alpha viz": "dry-run:b image:b indentation-size:i networks:b ports:b spaces:b",
    "compose alpha watch": "dry-run:b no-up:b quiet:b",
    "compose attach": "detach-keys:s dry-run:b index:i no-stdin:b sig-proxy:b",
    "compose bridge": "dry-run:b",
    "compose bridge convert": "dry-run:b output/o:s templates:s transformation/t:l",
    "compose bridge transformations": "dry-run:b",
    "compose bridge transformations create": "dry-run:b from/f:s",
    "compose bridge transformations list": "dry-run:b format:s quiet/q:b",
    "compose build": (
        "build-arg:l builder:s check:b compress:b! dry-run:b force-rm:b! memory/m:m no-cache:b "
        "no-rm:b! parallel:b! print:b progress:s! provenance:s pull:b push:b quiet/q:b sbom:s ssh:s "
        "with-dependencies:b"
    ),
    "compose commit": "author/a:s change/c:l dry-run:b index:i message/m:s pause/p:b",
    "compose config": (
        "dry-run:b environment:b format:s hash:s images:b lock-image-digests:b models:b networks:b "
        "no-consistency:b no-env-resolution:b no-interpolate:b no-normalize:b no-path-resolution:b "
        "output/o:s profiles:b quiet/q:b resolve-image-digests:b services:b variables:b volumes:b"
    ),
    "compose cp": "all:b archive/a:b dry-run:b follow-link/L:b index:i",
    "compose create": (
        "build:b dry-run:b force-recreate:b no-build:b no-recreate:b pull:s quiet-pull:b "
        "remove-orphans:b scale:l y=yes:b! yes/y:b"
    ),
    "compose down": "dry-run:b remove-orphans:b rmi:s timeout/t:i volume=volumes:b! volumes/v:b",
    "compose events": "dry-run:b json:b since:s until:s",
    "compose exec": (
        ". detach/d:b dry-run:b env/e:l index:i interactive/i:b! no-TTY=no-tty:b! no-tty/T:b "
        "privileged:b tty/t:b! user/u:s workdir/w:s"
    ),
    "compose export": "dry-run:b index:i output/o:s",
    "compose images": "dry-run:b format:s quiet/q:b",
    "compose kill": "dry-run:b remove-orphans:b signal/s:s",
    "compose logs": (
        "dry-run:b follow/f:b index:i no-color:b no-log-prefix:b since:s tail/n:s timestamps/t:b "
        "until:s"
    ),
    "compose ls": "all/a:b dry-run:b filter:l format:s quiet/q:b",
    "compose pause": "dry-run:b",
    "compose port": "dry-run:b index:i protocol:s",
    "compose ps": "all/a:b dry-run:b filter:s format:s no-trunc:b orphans:b quiet/q:b services:b status:l",
    "compose publish": (
        "app:b dry-run:b insecure-registry:b! oci-version:s resolve-image-digests:b with-env:b "
        "y=yes:b! yes/y:b"
    ),
    "compose pull": (
        "dry-run:b ignore-buildable:b ignore-pull-failures:b include-deps:b no-parallel:b! "
        "parallel:b! policy:s quiet/q:b"
    ),
    "compose push": "dry-run:b ignore-push-failures:b include-deps:b quiet/q:b",
    "compose restart": "dry-run:b no-deps:b timeout/t:i",
    "compose rm": "all/a:b! dry-run:b force/f:b stop/s:b volumes/v:b",
    "compose run": (
        ". build:b cap-add:l cap-drop:l detach/d:b dry-run:b entrypoint:s env/e:l env-from-file:l "
        "interactive/i:b label/l:l labels=label:l! name:s no-TTY=no-tty:b! no-deps:b no-tty/T:b "
        "publish/p:l pull:s quiet/q:b quiet-build:b quiet-pull:b remove-orphans:b rm:b "
        "service-ports/P:b tty/t:b! use-aliases:b user/u:s volume/v:l volumes=volume:l! workdir/w:s"
    ),
    "compose scale": "dry-run:b no-deps:b",
    "compose start": "dry-run:b wait:b wait-timeout:i",
    "compose stats": "all/a:b dry-run:b format:s no-stream:b no-trunc:b",
    "compose stop": "dry-run:b timeout/t:i",
    "compose top": "dry-run:b",
    "compose unpause": "dry-run:b",
    "compose up": (
        "abort-on-container-exit:b abort-on-container-failure:b always-recreate-deps:b attach:l "
        "attach-dependencies:b build:b detach/d:b dry-run:b exit-code-from:s force-recreate:b menu:b "
        "no-attach:l no-build:b no-color:b no-deps:b no-log-prefix:b no-recreate:b no-start:b pull:s "
        "quiet-build:b quiet-pull:b remove-orphans:b renew-anon-volumes/V:b scale:l timeout/t:i "
        "timestamps:b wait:b wait-timeout:i watch/w:b y=yes:b! yes/y:b"
    ),
    "compose version": "dry-run:b format/f:s short:b",
    "compose volumes": "dry-run:b format:s quiet/q:b",
    "compose wait": "down-project:b dry-run:b",
    "compose watch": "dry-run:b no-up:b prune:b quiet:b",
    "config": "#0",
    "config create": "#2 label/l:l template-driver:s",
    "config inspect": "#1+ format/f:s pretty:b",
    "config ls": "#0 filter/f:l format:s quiet/q:b",
    "config rm": "#1+",
    "container": "#0",
    "container attach": "#1 detach-keys:s no-stdin:b sig-proxy:b",
    "container commit": ". #1-2 author/a:s change/c:l message/m:s no-pause:b@29.0 pause/p:b!",
    "container cp": "#2 archive/a:b follow-link/L:b quiet/q:b",
    "container create": (
        ". #1+ add-host:l annotation:l@24.0 attach/a:l blkio-weight:u blkio-weight-device:l cap-add:l "
        "cap-drop:l cgroup-parent:s cgroupns:s cidfile:s cpu-count:i cpu-percent:i cpu-period:i "
        "cpu-quota:i cpu-rt-period:i cpu-rt-runtime:i cpu-shares/c:i cpus:n cpuset-cpus:s "
        "cpuset-mems:s device:l device-cgroup-rule:l device-read-bps:l device-read-iops:l "
        "device-write-bps:l device-write-iops:l disable-content-trust:b! dns:l dns-opt=dns-option:l! "
        "dns-option:l dns-search:l domainname:s entrypoint:s env/e:l env-file:l expose:l gpus:l "
        "group-add:l health-cmd:s health-interval:d health-retries:i health-start-interval:d@25.0 "
        "health-start-period:d health-timeout:d hostname/h:s init:b interactive/i:b io-maxbandwidth:m "
        "io-maxiops:u ip:s ip6:s ipc:s isolation:s kernel-memory:m! label/l:l label-file:l link:l "
        "link-local-ip:l log-driver:s log-opt:l mac-address:s memory/m:m memory-reservation:m "
        "memory-swap:m memory-swappiness:i mount:l name:s net=network:l! net-alias=network-alias:l! "
        "network:l network-alias:l no-healthcheck:b oom-kill-disable:b oom-score-adj:i pid:s "
        "pids-limit:i platform:s privileged:b publish/p:l publish-all/P:b pull:s quiet/q:b "
        "read-only:b restart:s rm:b runtime:s security-opt:l shm-size:m stop-signal:s stop-timeout:i "
        "storage-opt:l sysctl:l tmpfs:l tty/t:b ulimit:l use-api-socket:b@28.1 user/u:s userns:s "
        "uts:s volume/v:l volume-driver:s volumes-from:l workdir/w:s"
    ),
    "container diff": "#1",
    "container exec": (
        ". #2+ detach/d:b detach-keys:s env/e:l env-file:l interactive/i:b privileged:b tty/t:b "
        "user/u:s workdir/w:s"
    ),
    "container export": "#1 output/o:s",
    "container inspect": "#1+ format/f:s size/s:b",
    "container kill": "#1+ signal/s:s",
    "container logs": "#1 details:b follow/f:b since:s tail/n:s timestamps/t:b until:s",
    "container ls": "#0 all/a:b filter/f:l format:s last/n:i latest/l:b no-trunc:b quiet/q:b size/s:b",
    "container pause": "#1+",
    "container port": "#1-2",
    "container prune": "#0 filter:l force/f:b",
    "container rename": "#2",
    "container restart": "#1+ signal/s:s time/t=timeout:i! timeout/t:i@28.0",
    "container rm": "#1+ force/f:b link/l:b volumes/v:b",
    "container run": (
        ". #1+ add-host:l annotation:l@24.0 attach/a:l blkio-weight:u blkio-weight-device:l cap-add:l "
        "cap-drop:l cgroup-parent:s cgroupns:s cidfile:s cpu-count:i cpu-percent:i cpu-period:i "
        "cpu-quota:i cpu-rt-period:i cpu-rt-runtime:i cpu-shares/c:i cpus:n cpuset-cpus:s "
        "cpuset-mems:s detach/d:b detach-keys:s device:l device-cgroup-rule:l device-read-bps:l "
        "device-read-iops:l device-write-bps:l device-write-iops:l disable-content-trust:b! dns:l "
        "dns-opt=dns-option:l! dns-option:l dns-search:l domainname:s entrypoint:s env/e:l env-file:l "
        "expose:l gpus:l group-add:l health-cmd:s health-interval:d health-retries:i "
        "health-start-interval:d@25.0 health-start-period:d health-timeout:d hostname/h:s init:b "
        "interactive/i:b io-maxbandwidth:m io-maxiops:u ip:s ip6:s ipc:s isolation:s kernel-memory:m! "
        "label/l:l label-file:l link:l link-local-ip:l log-driver:s log-opt:l mac-address:s "
        "memory/m:m memory-reservation:m memory-swap:m memory-swappiness:i mount:l name:s "
        "net=network:l! net-alias=network-alias:l! network:l network-alias:l no-healthcheck:b "
        "oom-kill-disable:b oom-score-adj:i pid:s pids-limit:i platform:s privileged:b publish/p:l "
        "publish-all/P:b pull:s quiet/q:b read-only:b restart:s rm:b runtime:s security-opt:l "
        "shm-size:m sig-proxy:b stop-signal:s stop-timeout:i storage-opt:l sysctl:l tmpfs:l tty/t:b "
        "ulimit:l use-api-socket:b@28.1 user/u:s userns:s uts:s volume/v:l volume-driver:s "
        "volumes-from:l workdir/w:s"
    ),
    "container start": "#1+ attach/a:b checkpoint:s checkpoint-dir:s detach-keys:s interactive/i:b",
    "container stats": "#0+ all/a:b format:s no-stream:b no-trunc:b",
    "container stop": "#1+ signal/s:s time/t=timeout:i! timeout/t:i@28.0",
    "container top": ". #1+",
    "container unpause": "#1+",
    "container update": (
        "#1+ blkio-weight:u cpu-period:i cpu-quota:i cpu-rt-period:i cpu-rt-runtime:i cpu-shares/c:i "
        "cpus:n cpuset-cpus:s cpuset-mems:s kernel-memory:l! memory/m:m memory-reservation:m "
        "memory-swap:m pids-limit:i restart:s"
    ),
    "container wait": "#1+",
    "context": "#0",
    "context create": "#1 description:s docker:l from:s",
    "context export": "#1-2",
    "context import": "#2",
    "context inspect": "format/f:s",
    "context ls": "#0 format:s quiet/q:b",
    "context rm": "#1+ force/f:b",
    "context show": "#0",
    "context update": "#1 description:s docker:l",
    "context use": "#1",
    "image": "#0",
    "image build": (
        "#1 add-host:l allow:l annotation:l attest:l build-arg:l build-context:l builder:s "
        "cache-from:l cache-to:l call:s cgroup-parent:s check:b compress:b cpu-period:i cpu-quota:i "
        "cpu-shares/c:i cpuset-cpus:s cpuset-mems:s debug/D:b disable-content-trust:b! file/f:s "
        "force-rm:b iidfile:s isolation:s label:l load:b memory/m:m memory-swap:m metadata-file:s "
        "network:s no-cache:b no-cache-filter:l output/o:l platform:s policy:l print=call:s! "
        "progress:s provenance:s pull:b push:b quiet/q:b resource:l rm:b sbom:s secret:l "
        "security-opt:l shm-size:m squash:b ssh:l tag/t:l target:s ulimit:l"
    ),
    "image history": "#1 format:s human/H:b no-trunc:b platform:s@28.0 quiet/q:b",
    "image import": "#1+ change/c:l message/m:s platform:s",
    "image inspect": "#1+ format/f:s platform:s@28.1",
    "image load": "#0 input/i:s platform:l@28.0 quiet/q:b",
    "image ls": "#0-1 all/a:b digests:b filter/f:l format:s no-trunc:b quiet/q:b tree:b@27.2",
    "image prune": "#0 all/a:b filter:l force/f:b",
    "image pull": "#1 all-tags/a:b disable-content-trust:b! platform:s quiet/q:b",
    "image push": "#1 all-tags/a:b disable-content-trust:b! platform:s@27.0 quiet/q:b",
    "image rm": "#1+ force/f:b no-prune:b platform:l@28.2",
    "image save": "#1+ output/o:s platform:l@28.0",
    "image tag": ". #2",
    "inspect": "#1+ format/f:s size/s:b type:s",
    "login": "#0-1 password/p:s password-stdin:b username/u:s",
    "logout": "#0-1",
    "manifest": "#0",
    "manifest annotate": "#2 arch:s os:s os-features:l os-version:s variant:s",
    "manifest create": "#2+ amend/a:b insecure:b",
    "manifest inspect": "#1-2 insecure:b verbose/v:b",
    "manifest push": "#1 insecure:b purge/p:b",
    "manifest rm": "#1+",
    "network": "#0",
    "network connect": "#2 alias:l driver-opt:l gw-priority:i@28.0 ip:s ip6:s link:l link-local-ip:l",
    "network create": (
        "#1 attachable:b aux-address:l config-from:s config-only:b driver/d:s gateway:l ingress:b "
        "internal:b ip-range:l ipam-driver:s ipam-opt:l ipv4:b@28.0 ipv6:b label:l opt/o:l scope:s "
        "subnet:l"
    ),
    "network disconnect": "#2 force/f:b",
    "network inspect": "#1+ format/f:s verbose/v:b",
    "network ls": "#0 filter/f:l format:s no-trunc:b quiet/q:b",
    "network prune": "#0 filter:l force/f:b",
    "network rm": "#1+ force/f:b",
    "node": "#0",
    "node demote": "#1+",
    "node inspect": "#1+ format/f:s pretty:b",
    "node ls": "#0 filter/f:l format:s quiet/q:b",
    "node promote": "#1+",
    "node ps": "#0+ filter/f:l format:s no-resolve:b no-trunc:b quiet/q:b",
    "node rm": "#1+ force/f:b",
    "node update": "#1 availability:s label-add:l label-rm:l role:s",
    "plugin": "#0",
    "plugin create": "#2+ compress:b",
    "plugin disable": "#1 force/f:b",
    "plugin enable": "#1 timeout:i",
    "plugin inspect": "#1+ format/f:s",
    "plugin install": "#1+ alias:s disable:b disable-content-trust:b! grant-all-permissions:b",
    "plugin ls": "#0 filter/f:l format:s no-trunc:b quiet/q:b",
    "plugin push": "#1 disable-content-trust:b!",
    "plugin rm": "#1+ force/f:b",
    "plugin set": "#2+",
    "plugin upgrade": "#1-2 disable-content-trust:b! grant-all-permissions:b skip-remote-check:b",
    "search": "#1 filter/f:l format:s limit:i no-trunc:b",
    "secret": "#0",
    "secret create": "#1-2 driver/d:s label/l:l template-driver:s",
    "secret inspect": "#1+ format/f:s pretty:b",
    "secret ls": "#0 filter/f:l format:s quiet/q:b",
    "secret rm": "#1+",
    "service": "#0",
    "service create": (
        ". #1+ cap-add:l cap-drop:l config:l constraint:l container-label:l credential-spec:s "
        "detach/d:b dns:l dns-option:l dns-search:l endpoint-mode:s entrypoint:s env/e:l env-file:l "
        "generic-resource:l group:l health-cmd:s health-interval:d health-retries:i "
        "health-start-interval:d@25.0 health-start-period:d health-timeout:d host:l hostname:s init:b "
        "isolation:s label/l:l limit-cpu:n limit-memory:m limit-pids:i log-driver:s log-opt:l "
        "max-concurrent:u memory-swap:m@29.0 memory-swappiness:i@29.0 mode:s mount:l name:s network:l "
        "no-healthcheck:b no-resolve-image:b oom-score-adj:i@27.1 placement-pref:l publish/p:l "
        "quiet/q:b read-only:b replicas:u replicas-max-per-node:u reserve-cpu:n reserve-memory:m "
        "restart-condition:s restart-delay:d restart-max-attempts:u restart-window:d rollback-delay:d "
        "rollback-failure-action:s rollback-max-failure-ratio:f rollback-monitor:d rollback-order:s "
        "rollback-parallelism:u secret:l stop-grace-period:d stop-signal:s sysctl:l tty/t:b ulimit:l "
        "update-delay:d update-failure-action:s update-max-failure-ratio:f update-monitor:d "
        "update-order:s update-parallelism:u user/u:s with-registry-auth:b workdir/w:s"
    ),
    "service inspect": "#1+ format/f:s pretty:b",
    "service logs": (
        "#1 details:b follow/f:b no-resolve:b no-task-ids:b no-trunc:b raw:b since:s tail/n:s "
        "timestamps/t:b"
    ),
    "service ls": "#0 filter/f:l format:s quiet/q:b",
    "service ps": "#1+ filter/f:l format:s no-resolve:b no-trunc:b quiet/q:b",
    "service rm": "#1+",
    "service rollback": "#1 detach/d:b quiet/q:b",
    "service scale": "detach/d:b",
    "service update": (
        "#1 args:s cap-add:l cap-drop:l config-add:l config-rm:l constraint-add:l constraint-rm:l "
        "container-label-add:l container-label-rm:l credential-spec:s detach/d:b dns-add:l "
        "dns-option-add:l dns-option-rm:l dns-rm:l dns-search-add:l dns-search-rm:l endpoint-mode:s "
        "entrypoint:s env-add:l env-rm:l force:b generic-resource-add:l generic-resource-rm:l "
        "group-add:l group-rm:l health-cmd:s health-interval:d health-retries:i "
        "health-start-interval:d@25.0 health-start-period:d health-timeout:d host-add:l host-rm:l "
        "hostname:s image:s init:b isolation:s label-add:l label-rm:l limit-cpu:n limit-memory:m "
        "limit-pids:i log-driver:s log-opt:l max-concurrent:u memory-swap:m@29.0 "
        "memory-swappiness:i@29.0 mount-add:l mount-rm:l network-add:l network-rm:l no-healthcheck:b "
        "no-resolve-image:b oom-score-adj:i@27.1 placement-pref-add:l placement-pref-rm:l "
        "publish-add:l publish-rm:l quiet/q:b read-only:b replicas:u replicas-max-per-node:u "
        "reserve-cpu:n reserve-memory:m restart-condition:s restart-delay:d restart-max-attempts:u "
        "restart-window:d rollback:b rollback-delay:d rollback-failure-action:s "
        "rollback-max-failure-ratio:f rollback-monitor:d rollback-order:s rollback-parallelism:u "
        "secret-add:l secret-rm:l stop-grace-period:d stop-signal:s sysctl-add:l sysctl-rm:l tty/t:b "
        "ulimit-add:l ulimit-rm:l update-delay:d update-failure-action:s update-max-failure-ratio:f "
        "update-monitor:d update-order:s update-parallelism:u user/u:s with-registry-auth:b "
        "workdir/w:s"
    ),
    "stack": "#0 orchestrator:s!",
    "stack config": "#0 compose-file/c:l skip-interpolation:b",
    "stack deploy": (
        "#1 compose-file/c:l detach/d:b@26.0 prune:b quiet/q:b@26.0 resolve-image:s "
        "with-registry-auth:b"
    ),
    "stack ls": "#0 format:s",
    "stack ps": "#1 filter/f:l format:s no-resolve:b no-trunc:b quiet/q:b",
    "stack rm": "#1+ detach/d:b@26.0",
    "stack services": "#1 filter/f:l format:s quiet/q:b",
    "swarm": "#0",
    "swarm ca": "#0 ca-cert:s ca-key:s cert-expiry:d detach/d:b external-ca:l quiet/q:b rotate:b",
    "swarm init": (
        "#0 advertise-addr:s autolock:b availability:s cert-expiry:d data-path-addr:s "
        "data-path-port:u default-addr-pool:l default-addr-pool-mask-length:u dispatcher-heartbeat:d "
        "external-ca:l force-new-cluster:b listen-addr:s max-snapshots:u snapshot-interval:u "
        "task-history-limit:i"
    ),
    "swarm join": "#1 advertise-addr:s availability:s data-path-addr:s listen-addr:s token:s",
    "swarm join-token": "#1 quiet/q:b rotate:b",
    "swarm leave": "#0 force/f:b",
    "swarm unlock": "#0",
    "swarm unlock-key": "#0 quiet/q:b rotate:b",
    "swarm update": (
        "#0 autolock:b cert-expiry:d dispatcher-heartbeat:d external-ca:l max-snapshots:u "
        "snapshot-interval:u task-history-limit:i"
    ),
    "system": "#0",
    "system df": "#0 format:s verbose/v:b",
    "system dial-stdio": "#0",
    "system events": "#0 filter/f:l format:s since:s until:s",
    "system info": "#0 format/f:s",
    "system prune": "#0 all/a:b filter:l force/f:b volumes:b",
    "trust": "",
    "trust inspect": "pretty:b",
    "trust key": "",
    "trust key generate": "dir:s",
    "trust key load": "name:s",
    "trust revoke": "yes/y:b",
    "trust sign": "local:b",
    "trust signer": "",
    "trust signer add": "key:l",
    "trust signer remove": "force/f:b",
    "version": "#0 format/f:s",
    "volume": "#0",
    "volume create": (
        "#0-1 availability:s driver/d:s group:s label:l limit-bytes:m name:s! opt/o:l "
        "required-bytes:m scope:s secret:l sharing:s topology-preferred:l topology-required:l type:s"
    ),
    "volume inspect": "#1+ format/f:s",
    "volume ls": "#0 cluster:b filter/f:l format:s quiet/q:b",
    "volume prune": "#0 all/a:b filter:l force/f:b",
    "volume rm": "#1+ force/f:b",
    "volume update": "#1 availability:s",
}

#: Other spellings of commands.
ALIASES: dict[str, str] = {
    "attach": "container attach",
    "bake": "buildx bake",
    "build": "image build",
    "builder b": "image build",
    "builder bake": "buildx bake",
    "builder build": "image build",
    "builder create": "buildx create",
    "builder dap": "buildx dap",
    "builder dap build": "buildx dap build",
    "builder debug": "buildx debug",
    "builder debug build": "buildx debug build",
    "builder dial-stdio": "buildx dial-stdio",
    "builder du": "buildx du",
    "builder f": "buildx bake",
    "builder history": "buildx history",
    "builder history export": "buildx history export",
    "builder history import": "buildx history import",
    "builder history inspect": "buildx history inspect",
    "builder history inspect attachment": "buildx history inspect attachment",
    "builder history logs": "buildx history logs",
    "builder history ls": "buildx history ls",
    "builder history open": "buildx history open",
    "builder history rm": "buildx history rm",
    "builder history trace": "buildx history trace",
    "builder imagetools": "buildx imagetools",
    "builder imagetools create": "buildx imagetools create",
    "builder imagetools inspect": "buildx imagetools inspect",
    "builder inspect": "buildx inspect",
    "builder ls": "buildx ls",
    "builder policy": "buildx policy",
    "builder policy eval": "buildx policy eval",
    "builder policy json-schema": "buildx policy json-schema",
    "builder policy test": "buildx policy test",
    "builder rm": "buildx rm",
    "builder stop": "buildx stop",
    "builder use": "buildx use",
    "builder version": "buildx version",
    "buildx b": "image build",
    "buildx build": "image build",
    "buildx f": "buildx bake",
    "buildx prune": "builder prune",
    "checkpoint list": "checkpoint ls",
    "checkpoint remove": "checkpoint rm",
    "commit": "container commit",
    "compose bridge transformations ls": "compose bridge transformations list",
    "compose convert": "compose config",
    "config list": "config ls",
    "config remove": "config rm",
    "container list": "container ls",
    "container ps": "container ls",
    "container remove": "container rm",
    "context list": "context ls",
    "context remove": "context rm",
    "cp": "container cp",
    "create": "container create",
    "diff": "container diff",
    "events": "system events",
    "exec": "container exec",
    "export": "container export",
    "history": "image history",
    "image list": "image ls",
    "image remove": "image rm",
    "image rmi": "image rm",
    "images": "image ls",
    "import": "image import",
    "info": "system info",
    "kill": "container kill",
    "load": "image load",
    "logs": "container logs",
    "network list": "network ls",
    "network remove": "network rm",
    "node list": "node ls",
    "node remove": "node rm",
    "pause": "container pause",
    "plugin list": "plugin ls",
    "plugin remove": "plugin rm",
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
    "secret remove": "secret rm",
    "service list": "service ls",
    "service remove": "service rm",
    "stack down": "stack rm",
    "stack list": "stack ls",
    "stack remove": "stack rm",
    "stack up": "stack deploy",
    "start": "container start",
    "stats": "container stats",
    "stop": "container stop",
    "tag": "image tag",
    "top": "container top",
    "unpause": "container unpause",
    "update": "container update",
    "volume list": "volume ls",
    "volume remove": "volume rm",
    "wait": "container wait",
}
