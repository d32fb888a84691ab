"""Files that Compose refuses, whatever the environment is, and how its sentence begins or ends."""

REFUSED = {
    "services: {db: {image: x, volumes: ['pg:/a']}}": 'service "db" refers to undefined volume pg',
    "services: {db: {image: x, volumes: [{type: volume, source: pg, target: /a}]}}": 'service "db" refers to undefined volume pg',
    "services: {db: {command: x}}": 'service "db" has neither an image nor a build context specified',
    "services: {db: {image: x, depends_on: [web]}}": 'service "db" depends on undefined service "web"',
    "services: {db: {image: x, volumes_from: [web]}}": 'service "db" depends on undefined service "web"',
    "services:\n  db:\n    image: x\n    image: y\n": 'mapping key "image" already defined at line 3',
    "services: {db: {image: x, volumes: [':/a']}}": "invalid spec: :/a: empty section between colons",
    "services: {db: {image: x, volumes: {a: /b}}}": "services.db.volumes must be a list",
    "services: {db: {image: x, volumes: 'a:/b'}}": "services.db.volumes must be a list",
    "services: [db]": "services must be a mapping",
    "services: {db: x}": "services.db must be a mapping",
    "services:\n": "services must be a mapping",
    "services: {db: }": "services.db must be a mapping",
    "services: {db: {image: x, volumes: [{type: volume, source: pg}]}}\nvolumes: {pg: }": "is missing a mount target",
    "services: {db: {image: x, volumes: [{target: /a}]}}": "services.db.volumes.0 type is required",
    "services: {db: {image: x, volumes: [{type: bind, target: /a}]}}": "field Source must not be empty",
    "services: {db: {image: x}}\nvolumes: {a: {external: true, driver: local}}": 'conflicting parameters "external" and "driver" specified',
    "services: {db: {image: x, volumes: ['']}}": "invalid empty volume spec",
    'services: {db: {image: x, command: "a \'b"}}': "invalid command line string",
    "services: {db: {image: 'x:${a b}'}}": "invalid interpolation format for services.db.image",
    "services: {db: {image: x}}\nx-a: '${'": "invalid interpolation format for x-a",
}

TAKEN = (
    "services: {db: {image: x, volumes: ['./a:/b', './c:/b']}}",
    "services: {db: {image: x, volumes: ['a:/b:rx']}}\nvolumes: {a: }",
    "services: {db: {image: x, volumes: ['/a']}}",
    "services: {db: {image: x, volumes: ['pg:/a']}}\nvolumes: {pg: {external: true, name: q}}",
    "services: {db: {image: 'x:a$'}}",
    "services: {db: {image: x, command: \"echo 'a' ; 'b\"}}",
    "volumes: {a: }",
)
