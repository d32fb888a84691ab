"""What the client refuses of values, alone and together: sentences that the real client has said, and values that it takes."""

from __future__ import annotations

import pytest

from persistlint.docker.addresses import is_ip, is_mac
from persistlint.docker.arguments import argument_problem
from persistlint.docker.commands import ContainerCommit, ContainerCopy, ContainerCreate
from persistlint.docker.csv_fields import CsvError, csv_fields
from persistlint.docker.option_table import NEWEST, Version
from persistlint.docker.to_json import command_fields
from persistlint.shell.values import Value
from tests.docker.docker_lines import kinds, read

OLD = (26, 1)


def said(line: str, version: Version = OLD) -> list[str]:
    """Return the client's reasons."""
    return [problem.reason for problem in read(line, version).syntax_problems if problem.by == "client"]


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ("--attach x", 'for "-a, --attach" flag: valid streams are STDIN, STDOUT and STDERR'),
        ("--blkio-weight 65536", 'strconv.ParseUint: parsing "65536": value out of range'),
        ("--blkio-weight-device /dev/sda:9", "invalid weight for device: /dev/sda:9"),
        ("--blkio-weight-device sda:10", "bad format for device path: sda:10"),
        ("--cpus 1/0", "failed to parse 1/0 as a rational number"),
        ("--cpus inf", "failed to parse inf as a rational number"),
        ("--cpus '1 '", "failed to parse 1  as a rational number"),
        ("--cpus 1.0000000001", "value is too precise"),
        ("--cpu-shares 9223372036854775808", "value out of range"),
        ("--health-interval 300000000h", 'time: invalid duration "300000000h"'),
        ("--device sda", "sda is not an absolute path"),
        ("--device /a:/b:q", "bad mode specified: q"),
        ("--device /a:/b:rw:x", "bad format for path: /a:/b:rw:x"),
        ("--device ''", "bad format for path: "),
        ("--device-cgroup-rule 'c 1:3 x'", "invalid device cgroup format 'c 1:3 x'"),
        ("--device-read-bps /dev/sda", "bad format: /dev/sda"),
        ("--device-write-iops /dev/sda:x", "invalid rate for device: /dev/sda:x. The correct format is"),
        ("--dns 1.2.3", "IP address is not correctly formatted: 1.2.3"),
        ("--dns fe80::1%eth0", "IP address is not correctly formatted"),
        ("--dns-search a_b", "a_b is not a valid domain"),
        ("--add-host h", 'bad format for add-host: "h"'),
        ("--add-host h:1.2.3", 'invalid IP address in add-host: "1.2.3"'),
        ("--link a:b:c", "bad format for links: a:b:c"),
        ("--sysctl kernel.x=1", "sysctl 'kernel.x=1' is not allowed"),
        ("--ulimit nofile", "invalid ulimit argument: nofile"),
        ("--ulimit as=1", "invalid ulimit type: as"),
        ("--ulimit nofile=1:2:3", "too many limit value arguments - 1:2:3, can only have up to two, `soft[:hard]`"),
        ("--ulimit nofile=2:1", "ulimit soft limit must be less than or equal to hard limit: 2 > 1"),
        ("--ulimit nofile=-1:5", "soft: -1 (unlimited), hard: 5"),
        ("--ulimit nofile=0x1", 'strconv.ParseInt: parsing "0x1": invalid syntax'),
        ("--gpus x", 'count must be an integer: strconv.Atoi: parsing "x": invalid syntax'),
        ("--gpus device=0,1,count=1", "gpu request key 'count' can be specified only once"),
        ("--gpus foo=1", "unexpected key 'foo' in 'foo=1'"),
        ("--gpus ''", 'invalid argument "" for "--gpus" flag: EOF'),
        ("--mac-address x", "x is not a valid mac address"),
        ("--memory-swappiness 101", "invalid value: 101. Valid memory swappiness range is 0-100"),
        ("--memory-swappiness 1_000", "invalid value: 1000. Valid memory swappiness range is 0-100"),
        ("--pid x", "--pid: invalid PID mode"),
        ("--pid container:", "--pid: invalid PID mode"),
        ("--uts private", "--uts: invalid UTS mode"),
        ("--userns keep-id", "--userns: invalid USER mode"),
        ("--cgroupns Host", "--cgroupns: invalid CGROUP mode"),
        ("--pull true", "invalid pull option: 'true': must be one of \"always\", \"missing\" or \"never\""),
        ("--platform x", '"x": unknown operating system or architecture'),
        ("--platform a/b/c/d", '"a/b/c/d": cannot parse platform specifier'),
        ("--restart :3", "invalid restart policy format: no policy provided before colon"),
        ("--restart on-failure:x", "invalid restart policy format: maximum retry count must be an integer"),
        ("--restart on-failure:0x3", "invalid restart policy format: maximum retry count must be an integer"),
        ("--security-opt x", 'Invalid --security-opt: "x"'),
        ("--storage-opt size", "invalid storage option"),
        ("--log-driver none --log-opt a=b", "invalid logging opts for driver none"),
        ("--no-healthcheck --health-cmd true", "--no-healthcheck conflicts with --health-* options"),
        ("--health-interval -5s", "--health-interval cannot be negative"),
        ("-d -a stdout", "Conflicting options: -a and -d"),
        ("-p 70000:80", "invalid hostPort: 70000"),
        ("-p 80:70000", "invalid containerPort: 70000"),
        ("-p 1-3:4-5", "invalid ranges specified for container and host Ports: 4-5 and 1-3"),
        ("-p 80/x", "invalid proto: x"),
        ("-p localhost:80:80", "invalid IP address: localhost"),
        ("-p 80:", "no port specified: 80:<empty>"),
        ("-p published=80", "no port specified: 80:/tcp<empty>"),
        ("-p =80,a=b", "invalid publish opts format (should be name=value but got '=80')"),
        ("--expose 80:80", "invalid port format for --expose: 80:80"),
        ("--expose 81-80", "invalid range format for --expose: 81-80, error: "),
        ("--network name=net1,foo=1", "invalid field key foo"),
        ("--network name=net1,gw-priority=1", "invalid field key gw-priority"),
        ("--network alias=a", "network name/id is not specified"),
        ("--network name=net1,driver-opt=a", "invalid key value pair format in driver options"),
        ("--network ''", "no name set for network"),
        ("--network host --network-alias a", "network-scoped aliases are only supported for user-defined networks"),
        ("--network-alias a", "network-scoped aliases are only supported for user-defined networks"),
        ("--network bridge --link a", "links are only supported for user-defined networks"),
        ("--network name=net1,alias=a --network-alias b", "cannot specify both --network-alias and per-network alias"),
        ("--network net1 --network host", "cannot attach both user-defined and non-user-defined network-modes"),
        ("--network name=net1,mac-address=x", "x is not a valid mac address"),
        ("--mount type=bind,src=/a,dst=/b,bind-nonrecursive=x", "invalid value for bind-nonrecursive: x"),
        ("--mount type=volumes,dst=/b,volume-nocopy", "cannot mix 'volume-*' options with mount type 'volumes'"),
        ("--mount type=bind,src=/a,dst=/b,bind-propagation=x,tmpfs-mode=7", "cannot mix 'tmpfs-*' options with mount type 'bind'"),
        ("--mount type=bind,src=/a,dst=/b,ro,bind-recursive=readonly,bind-propagation=", "requires 'bind-propagation=rprivate'"),
        ("--mount type=tmpfs,dst=/b,tmpfs-mode=77777777777", "invalid value for tmpfs-mode: 77777777777"),
        ("-v data:/x:ro:", "invalid spec: data:/x:ro:: too many colons"),
        ("-v data::ro:z:y", "invalid spec: data::ro:z:y: empty section between colons"),
        ("--stop-timeout ' 1'", 'strconv.ParseInt: parsing " 1": invalid syntax'),
        ("-é", "unknown shorthand flag: 'Ã' in -é"),
    ],
)  # fmt: skip
def test_refused(options: str, reason: str) -> None:
    assert any(reason in each for each in said(f"docker run {options} img")), said(
        f"docker run {options} img"
    )


@pytest.mark.parametrize(
    "options",
    [
        "--attach STDIN -a stdout",
        "--blkio-weight 65535",
        "--cpus 3/4 --cpus 0x10 --cpus .5 --cpus 5. --cpus 1e3",
        "--cpu-shares 0_7 --cpu-shares 0b11",
        "--health-interval 1.5h",
        "--device /dev/sda --device /dev/sda:r --device vendor.com/gpu=0",
        "--device-cgroup-rule 'a *:* rwm'",
        "--dns ' 8.8.8.8 ' --dns ::ffff:1.2.3.4",
        "--dns-search . --dns-search example.org.",
        "--add-host h=::1 --add-host h:[::1] --add-host host.docker.internal:host-gateway",
        "--ip x",
        "--link a:b",
        "--ulimit nofile=1024:2048 --ulimit core=0 --ulimit nofile=5:-1",
        "--gpus all --gpus '\"device=0,1\"' --gpus driver=nvidia,count=2",
        "--mac-address 92d0.c60a.2933",
        "--pid container:x --uts host --userns host --cgroupns private",
        "--platform linux/arm64/v8 --platform amd64",
        "--restart on-failure:3 --restart on-failure:-1 --restart no:",
        "--security-opt no-new-privileges --security-opt label:disable",
        "-p 8000-8005:80 -p 127.0.0.1::80 -p [::1]:80:80/udp -p target=80,published=8080",
        "--expose 80-81/udp",
        "--network net1 --network name=net2,alias=a",
        "--network net1 --network-alias a --link b",
        "--log-opt a=b",
    ],
)
def test_taken(options: str) -> None:
    assert said(f"docker run {options} img") == []


@pytest.mark.parametrize(
    ("options", "kind"),
    [
        ("--restart alway", "bad-restart-policy"),
        ("--restart always:3", "bad-restart-policy"),
        ("--restart on-failure:-1", "bad-restart-policy"),
    ],
)
def test_policies_that_the_engine_refuses(options: str, kind: str) -> None:
    command = read(f"docker run {options} img")
    assert kinds(command) == [kind] and command.syntax_problems[0].by == "engine"


def test_unknown_values_are_not_refused() -> None:
    line = (
        "docker run --restart ⟨R⟩ -p ⟨P⟩:80 --network ⟨N⟩ --network ⟨M⟩ --device ⟨D⟩ --pid ⟨X⟩ --gpus ⟨G⟩ img"
    )
    assert read(line).syntax_problems == []


@pytest.mark.parametrize(
    ("options", "old", "new"),
    [
        ("--gpus x", "count must be an integer", 'invalid count (x): value must be either "all" or an integer: invalid syntax'),
        ("--security-opt x", "Invalid --security-opt", "invalid --security-opt"),
        ("-d -a stdout", "Conflicting options: -a and -d", "conflicting options: cannot specify both --attach and --detach"),
        ("--ip x", "", 'failed to parse IP: "x"'),
        ("--network name=n,gw-priority=1", "invalid field key gw-priority", ""),
        ("-p x:1:80/y", "invalid IP address: x", "invalid proto: y"),
    ],
)  # fmt: skip
def test_versions_differ(options: str, old: str, new: str) -> None:
    for version, reason in ((OLD, old), (NEWEST, new)):
        sentences = said(f"docker run {options} img", version)
        assert any(reason in each for each in sentences) if reason else not sentences, (version, sentences)


def test_a_letter_has_the_name_of_its_version() -> None:
    assert '"-t, --time" flag' in said("docker stop -t x a")[0]
    assert '"-t, --timeout" flag' in said("docker stop -t x a", NEWEST)[0]


def test_an_alias_is_named_by_its_command() -> None:
    assert said("docker volume remove") == ['"docker volume rm" requires at least 1 argument']
    assert said("docker container ps x") == ['"docker container ls" accepts no arguments']
    assert said("docker rmi") == ['"docker rmi" requires at least 1 argument']


@pytest.mark.parametrize(
    "line", ["exec '' sh", "rm a ' '", "start ''", "rename '' b", "export ''", "commit ''"]
)
def test_empty_names(line: str) -> None:
    assert said(f"docker {line}", NEWEST) == ["invalid container name or ID: value is empty"]


def test_unknown_names_may_be_there() -> None:
    assert said("docker rm ⟨A⟩ ⟨B…⟩", NEWEST) == []


def test_log_levels() -> None:
    assert said("docker --log-level loud ps") == ["Unable to parse logging level: loud"]
    assert said("docker -l WARN ps") == []


def test_references_to_make() -> None:
    identity = "0" * 64
    assert said(f"docker run {identity}") == []
    assert "cannot specify 64-byte hexadecimal strings" in said(f"docker commit c {identity}")[0]
    assert said(f"docker commit c a@sha256:{identity}") == [
        "refusing to create a tag with a digest reference"
    ]
    command = read("docker commit c ''", OLD)
    assert isinstance(command, ContainerCommit) and command.tag is None and not command.syntax_problems


@pytest.mark.parametrize(
    ("image", "reason"),
    [
        ("docker.io/A", "invalid reference format: repository name (library/A) must be lowercase"),
        (f"a@x+y:{'0' * 32}", "unsupported digest algorithm"),
        (f"a@sha256:{'0' * 63}", "invalid checksum digest length"),
        (f"a@sha256:{'A' * 64}", "invalid checksum digest format"),
        ("b" * 300, "repository name must not be more than 255 characters"),
        (f"a@-x:{'0' * 32}", "invalid reference format"),
    ],
)
def test_references(image: str, reason: str) -> None:
    assert said(f"docker run {image}") == [reason]


def test_a_name_that_looks_like_an_identity() -> None:
    command = read(f"docker commit c {'0' * 64}:1")
    assert isinstance(command, ContainerCommit) and command.tag is not None
    assert command.tag.path == f"library/{'0' * 64}" and command.tag.tag == "1"


def test_an_identity_in_full_is_a_digest() -> None:
    command = read(f"docker run sha256:{'0' * 64}")
    assert isinstance(command, ContainerCreate) and command.image is not None
    assert command.image.digest == f"sha256:{'0' * 64}" and command.image.path is None


@pytest.mark.parametrize(
    ("line", "reasons"),
    [
        ("docker cp a:/x b:/y", ["copying between containers is not supported"]),
        ("docker cp '' a:/x", ["source can not be empty"]),
        ("docker cp a:/x ''", ["destination can not be empty"]),
        ("docker cp :x y", ["must specify at least one container source"]),
        ("docker cp ⟨A⟩:/x b:/y", []),
        ("docker start -a a b", ["you cannot start and attach multiple containers at once"]),
        ("docker start --attach=false a b", []),
        ("docker exec '' sh", ["No such container: "]),
        ("docker rm ''", []),
        ("docker start --checkpoint x a b", ["you cannot restore multiple containers at once"]),
        ("docker volume create --name a b", ["conflicting options: either specify --name or provide positional arg, not both"]),
        ("docker volume create --name '' b", []),
        ("docker build --ulimit nofile .", ['invalid argument "nofile" for "--ulimit" flag: invalid ulimit argument: nofile']),
    ],
)  # fmt: skip
def test_other_commands(line: str, reasons: list[str]) -> None:
    assert said(line) == reasons


def test_a_side_without_a_container_is_a_path() -> None:
    command = read("docker cp :x a:/y")
    assert isinstance(command, ContainerCopy)
    assert command_fields(command)["from"] == "x"


def test_csv_places_are_in_lines() -> None:
    assert [field.text for field in csv_fields(Value.of("\n\ndst=/x,ro\nmore"))] == ["dst=/x", "ro"]
    for text, reason in (
        ('\na"', 'parse error on line 2, column 2: bare " in non-quoted-field'),
        (
            '"a\nb"c',
            'record on line 1; parse error on line 2, column 2: extraneous or missing " in quoted-field',
        ),
        ('"a\n', 'parse error on line 1, column 4: extraneous or missing " in quoted-field'),
    ):
        with pytest.raises(CsvError) as caught:
            csv_fields(Value.of(text))
        assert caught.value.reason == reason
    assert said("docker run --mount '\n' img") == ["EOF"]


@pytest.mark.parametrize("text", ["1.2.3.4", "::", "1:2:3:4:5:6:7:8", "::ffff:1.2.3.4"])
def test_addresses(text: str) -> None:
    assert is_ip(text)


@pytest.mark.parametrize(
    "text", ["", "1.2.3", "01.2.3.4", "256.1.1.1", ":::", "[::1]", "fe80::1%x", "1.2.3.4/8", "é"]
)
def test_no_addresses(text: str) -> None:
    assert not is_ip(text)


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("92:d0:c6:0a:29:33", True),
        ("02-00-5e-10-00-00-00-01", True),
        ("0200.5e10.0000.0001", True),
        ("92:d0-c6:0a:29:33", False),
        ("92:d0:c6:0a:29", False),
        ("9:d0:c6:0a:29:33", False),
    ],
)
def test_hardware_addresses(text: str, good: bool) -> None:
    assert is_mac(text) is good


@pytest.mark.parametrize(
    "text", ["0", "-1", "0x10", "010", "0_7", "1_000", "+5", "0b11", "-9223372036854775808"]
)
def test_integers(text: str) -> None:
    assert argument_problem("i", text) == ""


@pytest.mark.parametrize("text", ["", "1 ", "1__0", "_1", "1_", "09", "x", "-9223372036854775809", "٣"])
def test_no_integers(text: str) -> None:
    assert argument_problem("i", text)
