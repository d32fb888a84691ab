"""Words that stand for what a reader writes in their place: `hostPort`, `nombre_contenedor`, `192.168.x.x`, `镜像名`."""

from __future__ import annotations

from persistlint.text.regex import regex

#: The names of kinds of things, in the languages that public pages are written in. One of them is enough.
_KINDS = frozenset(
    """
    name names nombre nome nom isim adi ad path paths ruta caminho chemin percorso pfad yol dir dirs directory directorio diretorio folder carpeta pasta
    dossier ordner verzeichnis cartella klasor port ports puerto porta porte host hostname ip ipaddress addr address direccion endereco adresse indirizzo adres
    container containers contenedor conteneur contentor conteiner konteyner image img imagen imagem imaj immagine id ids tag etiqueta etiket user username usuario usuaria
    utilisateur utente benutzer kullanici account cuenta conta compte konto org organization company repo repository repositorio depot
    hub dockerhub dockerid hubid hubuser value valor valeur wert valore deger number numero nummer sayi num limit limite size tamano tamanho taille boyut
    seconds segundos sekunden secondes sekunde tiempo tempo temps interval intervalo memory memoria speicher source origen origem origine quelle
    kaynak target destination dest dst destino ziel hedef policy politica option options opcion opcoes command comando commande befehl
    key clave subnet subred gateway mask network red rede reseau netzwerk volume volumen alias proto protocol protocolo your tu su seu sua votre dein ihr
    signal senal type tipo mode modo mac device dispositivo args
    """.split()
)
#: Kinds at the end of a word that is written in one: `hostport`, `imagename`.
_ENDINGS = (
    "name",
    "port",
    "path",
    "container",
    "image",
    "addr",
    "address",
    "puerto",
    "porta",
    "dir",
    "folder",
)
_PARTS = regex(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_CAMEL = regex(r"[a-z]+(?:[A-Z][a-z]+)+")
_LETTERS = regex(r"[^\W\d_]")
#: Letters for figures: `80xx`, `192.168.x.x`, `1.2.X`, `XXXX`, `N`.
_FIGURES = regex(
    r"(?:^|[.:_= -])(?:[xynm]|[A-Y])(?:$|[.:_= -])|^[a-z](?::[a-z])+$|[xX]{2,}|[yY]{3,}|[nN]{3,}|\d[xX](?![0-9A-Fa-f])|^[XN]+[bkmgBKMG]?$"
)
_SIGNS = regex(r"%\w+%|[\[\]{}<>|\u2026]|\.\.\.")
#: Accents are no part of the words above.
_PLAIN = str.maketrans("áàâãäçéèêëíìîïñóòôõöúùûüığş", "aaaaaceeeeiiiinooooouuuuigs")


#: What stands beside a kind: whose it is, where it lies, what becomes of it.
_BESIDE = frozenset(
    """
    a an the of de del da do du la le el di mi some any new nuevo novo nouveau neu old viejo velho local full on in to file
    archivo arquivo fichier datei src app docker registry registro here
    """.split()
)


def is_placeholder(text: str) -> bool:
    """Return whether a value that the client refuses in a document is there to be replaced.

    It is called after its kind, has letters for figures, or no letters that docker's names have.
    """
    return (
        _SIGNS.search(text) is not None
        or _FIGURES.search(text) is not None
        or _has_other_letters(text)
        or any(map(_is_kind, _words(text)))
    )


def is_only_kinds(text: str) -> bool:
    """Return whether a value is there to be replaced wherever it stands, a script too: nothing in it is more than the name of its kind (`host:container`, `nombre_imagen`)."""
    words = _words(text)
    return _has_other_letters(text) or (
        any(map(_is_kind, words)) and all(_is_kind(word) or word in _BESIDE for word in words)
    )


def is_called_after_kind(text: str) -> bool:
    """Return whether a value is a variable's name as programs write it, with its kind at the end (`mysqlPublishedPort`): a program or a reader puts the value there."""
    return _CAMEL.fullmatch(text) is not None and _is_kind(_words(text)[-1])


def _has_other_letters(text: str) -> bool:
    """Return whether all letters are of a script that docker's names don't have."""
    letters = "".join(_LETTERS.findall(text)).translate(_PLAIN)
    return bool(letters) and not any(map(str.isascii, letters))


def _words(text: str) -> list[str]:
    return [part.lower() for part in _PARTS.findall(text.translate(_PLAIN))]


def _is_kind(word: str) -> bool:
    return word in _KINDS or word.endswith(_ENDINGS)
