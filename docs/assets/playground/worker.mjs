// Python and persistlint, off the page's own thread. Everything comes from the site itself.

import { loadPyodide } from './pyodide/pyodide.mjs';

const here = (name) => new URL(name, import.meta.url).href;
const fetched = async (name) => {
  const answer = await fetch(here(name));
  if (!answer.ok) {
    throw new Error(`${name} is not here`);
  }
  return answer;
};

async function load() {
  const python = await loadPyodide({ indexURL: here('pyodide/') });
  const { wheels } = await (await fetched('wheels.json')).json();
  for (const wheel of wheels) {
    python.unpackArchive(await (await fetched(wheel)).arrayBuffer(), 'wheel');
  }
  python.runPython(await (await fetched('playground.py')).text());
  return python;
}

const loading = load();
loading.then(
  () => postMessage({ ready: true }),
  (error) => postMessage({ failed: error.message }),
);

onmessage = async ({ data }) => {
  const python = await loading;
  const answer = python.globals.get(data.do === 'fix' ? 'fix' : 'check');
  const told = data.do === 'fix' ? answer(data.text, data.path, data.unsafe) : answer(data.text, data.path);
  postMessage({ ...JSON.parse(told), number: data.number });
};
