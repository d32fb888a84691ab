// The page's own part: what is typed goes to the worker, what comes back is shown. Text is only ever set as text.

const EXAMPLES = [
  ['A database', 'run.sh', `#!/bin/sh
docker run -d --name shop-db \\
    -e POSTGRES_PASSWORD=secret \\
    -p 5432:5432 \\
    postgres:16-alpine
`],
  ['A backup', 'run.sh', `#!/usr/bin/env bash
set -euo pipefail
docker run --rm -v uploads:/data ubuntu:24.04 \\
    tar czf /backup/uploads.tar.gz -C /data .
`],
  ['A function', 'run.sh', `#!/usr/bin/env bash
start() {
    docker run -d --name "stack-$1" "\${@:2}"
}
start db -v stack-db:/var/lib/postgresql -e POSTGRES_PASSWORD="$PASSWORD" postgres:16
start docs -v stack-docs:/data mongo:7
docker rm -f stack-db
docker volume prune -a -f
`],
  ['A Dockerfile', 'Dockerfile', `FROM debian:12
VOLUME /var/lib/blog
RUN mkdir /var/lib/blog/posts
CMD ["blog", "--data", "/var/lib/blog"]
`],
  ['A systemd service', 'shop.service', `[Unit]
Description=The shop's cache

[Service]
ExecStartPre=-/usr/bin/docker rm -f cache
ExecStart=/usr/bin/docker run --name cache redis:7 redis-server --appendonly yes
Restart=always
`],
  ['A Quadlet container', 'db.container', `[Container]
Image=docker.io/library/postgres:16
Environment=POSTGRES_PASSWORD=secret

[Install]
WantedBy=default.target
`],
  ['A Makefile', 'Makefile', `db:
\tdocker run -d --name db -e POSTGRES_PASSWORD=secret -v $PWD/data:/var/lib/postgresql/data postgres:16
`],
  ['reStructuredText', 'index.rst', `The shop
========

.. code-block:: sh

   docker run --rm -v uploads:/data ubuntu:24.04 tar czf /backup/uploads.tar.gz -C /data .
`],
  ['AsciiDoc', 'index.adoc', `= The shop

[source,sh]
----
docker run --rm -v uploads:/data ubuntu:24.04 tar czf /backup/uploads.tar.gz -C /data .
----
`],
];
const root = document.getElementById('playground');
if (root !== null) {
  start();
}

function start() {
  const [text, kind, example, state, findings, map, fix, fixAll] = [
    'text', 'kind', 'example', 'state', 'findings', 'map', 'fix', 'fix-all',
  ].map((id) => document.getElementById(id));
  const worker = new Worker(new URL('worker.mjs', import.meta.url), { type: 'module' });
  let ready = false;
  let running = false;
  let waiting = null;
  let number = 0;

  const ask = (request) => {
    waiting = { ...request, number: ++number, text: text.value, path: kind.value };
    send();
  };
  // One question at a time, and of those that wait only the newest.
  const send = () => {
    if (!ready || running || waiting === null) {
      return;
    }
    running = true;
    worker.postMessage(waiting);
    waiting = null;
  };
  worker.onerror = (event) => {
    state.textContent = `The playground could not be started: ${event.message || 'its files are not here'}.`;
  };
  worker.onmessage = ({ data }) => {
    if (data.failed !== undefined) {
      state.textContent = `The playground could not be started: ${data.failed}.`;
      return;
    }
    if (data.ready) {
      ready = true;
      state.textContent = 'Checking …';
      send();
      return;
    }
    running = false;
    if (data.number === number) {
      if (data.fixed !== undefined && data.fixed !== text.value) {
        text.value = data.fixed;
        ask({ do: 'check' });
      } else if (data.findings !== undefined) {
        show(data);
      }
    }
    send();
  };

  const show = ({ findings: found, svg, version, errors }) => {
    const many = found.length === 1 ? '1 finding' : found.length === 0 ? 'No findings' : `${found.length} findings`;
    state.textContent = [`${many}. persistlint ${version}.`, ...errors].join(' ');
    findings.replaceChildren(...found.map(row));
    map.innerHTML = svg; // drawn by persistlint, which escapes every name
    fix.disabled = !found.some((each) => each.safe);
    fixAll.disabled = !found.some((each) => each.fix !== null);
  };
  const row = (found) => {
    const item = document.createElement('li');
    const place = document.createElement('button');
    place.type = 'button';
    place.className = 'place';
    place.textContent = `line ${found.line}`;
    place.onclick = () => {
      const lines = text.value.split('\n');
      const begin = lines.slice(0, found.line - 1).reduce((sum, line) => sum + line.length + 1, 0);
      text.focus();
      text.setSelectionRange(begin, begin + (lines[found.line - 1] ?? '').length);
    };
    const severity = document.createElement('span');
    severity.className = 'severity';
    severity.textContent = found.severity;
    const page = document.createElement('a');
    page.href = new URL(`../../rules/${found.code}/`, import.meta.url).href;
    page.textContent = `${found.code} ${found.rule}`;
    item.append(place, ' ', severity, ' ', page, ': ', ...withCode(found.message));
    if (found.fix !== null) {
      const told = document.createElement('div');
      told.append(`Fix${found.safe ? '' : ' (changes more than this line says)'}: `, ...withCode(found.fix));
      item.append(told);
    }
    return item;
  };

  // What stands in backquotes is code.
  const withCode = (sentence) =>
    sentence.split('`').map((part, index) => {
      if (index % 2 === 0) {
        return part;
      }
      const code = document.createElement('code');
      code.textContent = part;
      return code;
    });

  for (const [title] of EXAMPLES) {
    example.add(new Option(title));
  }
  example.onchange = () => {
    const [, path, content] = EXAMPLES[example.selectedIndex];
    [kind.value, text.value] = [path, content];
    ask({ do: 'check' });
  };
  text.oninput = kind.onchange = () => ask({ do: 'check' });
  fix.onclick = () => ask({ do: 'fix', unsafe: false });
  fixAll.onclick = () => ask({ do: 'fix', unsafe: true });
  example.onchange();
}
