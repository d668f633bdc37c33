// A course page of another origin with the page in a frame in the middle of a long text.
import { createServer } from 'node:http';

const kTall = 4000;  // px

const html = (source, sandbox) => `<!doctype html><html lang="en"><title>Course</title>
<style>body { margin: 0; height: ${kTall}px } iframe { display: block; width: 900px; height: 520px; border: 0 }</style>
<p><button id="before">before</button></p><iframe src="${source}"${sandbox}></iframe>
<p><button id="after">after</button></p></html>`;

/**
 * @param {string} source the framed page's address
 * @param {string} [sandbox] the value of the frame's attribute; without it the frame is not sandboxed
 * @returns {Promise<{address: string, close: () => void}>}
 */
export async function startHost(source, sandbox) {
  const page = html(source, sandbox === undefined ? '' : ` sandbox="${sandbox}"`);
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
    response.end(page);
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    address: `http://127.0.0.1:${server.address().port}/`,
    close: () => {
      server.close();
      server.closeAllConnections?.();
    },
  };
}
