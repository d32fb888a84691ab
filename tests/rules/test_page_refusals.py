"""Refusals in documents: what readers fill in, and what stands behind a command as a remark, is no slip; what looks like it and is one stays an error."""

from __future__ import annotations

import pytest

from tests.rules.told import told


def page(line: str, tag: str = "sh") -> str:
    return f"# Notes\n\n```{tag}\n{line}\n```\n"


REMARKS = """
docker run --name – name of the container
docker run --name — web
docker volume create – creates
docker ps lists the running containers
docker ps -a      affiche tous les conteneurs
docker ps -a      zeigt alle Container an
docker ps -a      listar todos
docker images     listar imagens
docker images -q  only ids
docker images pull them all
docker volume ls create one
docker network ls rm networkName
docker pull nginx      download image
docker pull nginx:1.25     specific version
docker login      log in
docker login registry.example.com     log in to registry
docker info       system info
docker logs -f web     follow log
docker attach web      attach to it
docker rename old new     rename it
docker rename nombre viejo nombre nuevo
docker rename old-name to new-name
docker tag web:1 acme/web:1     etiquetar
docker push acme/web      sube la imagen
docker diff web   show changes
docker export web > web.tar     export
docker load < web.tar     load it
docker network ls       list networks
docker network create net      crea una red
docker network connect net web     conecta
docker volume create store     crear volumen
docker volume create     create a volume
docker volume create --name store     creates
docker volume prune     remove unused
docker system df     disk usage
docker container ls     list
docker build .     builds an image
docker build -t web .     construir la imagen
docker build -t web .     imaj
docker buildx build -t web .     multi-arch
docker history web     shows the layers
docker commit web     new image
docker commit web name     creates an image
docker search nginx     busca en docker hub
docker swarm init     start a swarm
docker stack deploy -c docker-compose.yml app     deploy
docker secret create name file     create secret
docker context use other     use
docker ps or docker container ls
docker ps veya docker container ls
docker ps == docker container ls
docker ps -aq / docker ps -a -q
docker images -a / docker image ls -a
docker logs container id
docker history --no-trunc image id
docker rmi nginx     Entfernen
docker commit web     Snapshot
podman pod create pod     create a pod
""".strip().split("\n")

FORMS = """
docker run -p host:container nginx
docker run -p puerto_host:puerto_contenedor nginx
docker run -p portaHost:portaContainer nginx
docker run -p 主机端口:容器端口 nginx
docker run -p порт_хоста:порт_контейнера nginx
docker run -p 80xx:80 nginx
docker run -p yyyy:80 nginx
docker run -p p1:p2 nginx
docker run -p x:y nginx
docker run -p outside:inside nginx
docker run -p externo:interno nginx
docker run -p hote:conteneur nginx
docker run -p your.ip:8080:80 nginx
docker run -p server-ip:8080:80 nginx
docker run -p 192.168.x.x:8080:80 nginx
docker run -p 192.168.1.X:8080:80 nginx
docker run -p 80:80/protocol nginx
docker run -p ????:80 nginx
docker run -m Xg nginx
docker run -m 5xx nginx
docker run --memory=memory_limit nginx
docker run --cpus=N nginx
docker run --cpu-shares=valor nginx
docker run --ip 172.20.x.x nginx
docker run --ip la_ip nginx
docker run --dns dns_server nginx
docker run --add-host=nombre:direccion nginx
docker run --add-host=db:x.x.x.x nginx
docker run --add-host=db:serverip nginx
docker run --restart=policy nginx
docker run --restart=política nginx
docker run --restart=策略 nginx
docker run --restart=on-failure:max-retries nginx
docker run --ulimit nofile=N:N nginx
docker run --health-interval=tiempo nginx
docker run --stop-timeout N nginx
docker run --gpus N nginx
docker run --expose PUERTO nginx
docker run --mac-address mac nginx
docker run --pull=policy nginx
docker run --device=dispositivo nginx
docker run --security-opt opt nginx
docker run --name "container name" nginx
docker run --name %NAME% nginx
docker run --name 容器名 nginx
docker run --name nom-du-conteneur-à-créer nginx
docker run imageName
docker run -d nombreImagen
docker pull ImageName:tag
docker build -t dockerhubId/imageName .
docker build -t AppName .
docker build -t image name .
docker push nombreUsuario/nombreImagen
docker commit -m mensaje contenedor Imagen
docker stop -t segundos web
docker ps -n N
docker cp origen destino
docker cp local_file container
docker-compose stop -t N
docker run -d -p -v --name web nginx
""".strip().split("\n")

SLIPS = """
docker run --volumn store:/data nginx
docker run --detatch nginx
docker contaner ls
docker network lss
docker-compose dwon
docker run -p 8080-80 nginx
docker run -p 99999:80 nginx
docker run -p 808o:80 nginx
docker run -p 80: nginx
docker run -p 8080:80:tcp nginx
docker run -p localhost:8080:80 nginx
docker run --memory 2gigs nginx
docker run --ip 10.0.0.300 nginx
docker run --add-host=db:10.0.0.300 nginx
docker run --health-interval=30sec nginx
docker run --restart=allways nginx
docker run --restart=never nginx
docker run --userns=keep-id nginx
docker run -p -d 3000:3000 nginx
docker run --name --rm web nginx
docker run --name web-estático nginx
docker run --name a nginx
docker run -d Nginx
docker run -d acme/Tool:1
docker build -t MyServer .
docker build web:1 .
docker build it web:1 .
docker image build file Dockerfile --tag web
docker images rmi web:1
docker images pull imageName:tagName
docker push web:0.1 acme/web
docker pull alpine:3 busybox:1
docker network connect net rs1 rs2
docker ps nostalgic_morse
docker ps web -q
docker load image.tar
docker cp web:/x db:/x
""".strip().split("\n")


@pytest.mark.parametrize("line", REMARKS + FORMS)
def test_neither_a_remark_nor_a_form_is_a_slip(line: str) -> None:
    for tag in ("sh", ""):
        said = told("PSL227", page(line, tag), "README.md")
        assert [severity for _, severity in said if severity == "error"] == []


@pytest.mark.parametrize("line", SLIPS)
def test_a_slip_is_an_error_in_a_document(line: str) -> None:
    assert [severity for _, severity in told("PSL227", page(line), "README.md")] == ["error"]


@pytest.mark.parametrize(
    "line",
    [
        "docker ps registry",
        "docker pull alpine busybox",
        "docker volume create one two",
        "docker run -p a1:b1 nginx",
        "docker build -t myImage .",
        "docker build web",
        "docker run --name x nginx",
        "docker cp a.txt web",
        "docker run --restart=sometimes nginx",
    ],
)
def test_a_script_is_run_as_it_stands(line: str) -> None:
    said = [severity for _, severity in told("PSL227", f"{line}\n", "deploy.sh")]
    assert said == ([] if line == "docker build web" else ["error"])


@pytest.mark.parametrize(
    "line",
    [
        "docker run -p hostPort:containerPort nginx",
        "docker run -p puerto_host:puerto_contenedor nginx",
        "docker run -d nombreImagen",
        "docker run --name containerName imageName",
        "docker pull imageName:tag",
        "docker cp origen destino",
        "docker ps this lists all the running containers",
        "docker ps or docker container ls",
    ],
)
def test_names_of_kinds_are_filled_in_in_scripts_too(line: str) -> None:
    assert told("PSL227", f"{line}\n", "notes.sh") == []


@pytest.mark.parametrize(
    ("code", "mount", "where"),
    [
        ("PSL208", "some/dir:/data", "both"),
        ("PSL208", "ruta/host:/data", "both"),
        ("PSL208", "path/on/host:/data", "both"),
        ("PSL215", "/srv/data:container", "both"),
        ("PSL215", "ruta_host:ruta_contenedor", "both"),
        ("PSL215", "/宿主机路径:容器路径", "both"),
        ("PSL213", "本地目录:/data", "both"),
        ("PSL208", "data/db:/data", "none"),
        ("PSL208", "config/nginx:/data", "none"),
        ("PSL215", "/srv/data:srv/data", "none"),
        ("PSL215", "./web:html", "none"),
        ("PSL213", "dätä:/data", "none"),
        ("PSL213", "store:/data:rx", "none"),
    ],
)
def test_mounts_to_fill_in(code: str, mount: str, where: str) -> None:
    line = f"docker run -d -v {mount} acme/app:1"
    said = [] if where == "both" else ["error"]
    assert [severity for _, severity in told(code, page(line), "README.md")] == said
    assert [severity for _, severity in told(code, f"{line}\n", "run.sh")] == said


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("type=bind,source=/srv,target=/data,z", ["error"]),
        ("type=bnd,source=/srv,target=/data", ["error"]),
        ("type=bind,src=/srv,target=/data,readnly", ["error"]),
        ("type=TYPE,source=SRC,target=DST", []),
        ("key=value", []),
        ("options", []),
        ("type=tipo,source=origen,target=/data", []),
    ],
)
def test_fields_to_fill_in(option: str, said: list[str]) -> None:
    text = page(f"docker run -d --mount {option} acme/app:1")
    assert [severity for _, severity in told("PSL213", text, "README.md")] == said


@pytest.mark.parametrize(
    ("name", "said"), [("–", []), ("—", []), ("→", []), ("x", []), ("a", ["error"]), ("ab", [])]
)
def test_a_volumes_name_of_one_letter(name: str, said: list[str]) -> None:
    text = page(f"docker volume create {name}")
    assert [severity for _, severity in told("PSL211", text, "README.md")] == said
    if name == "x":
        assert len(told("PSL211", "docker volume create x\n", "run.sh")) == 1
