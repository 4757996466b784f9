/**
 * @file Serves a built folder on 127.0.0.1, for `npm start`, the lab and the journeys. Cross-origin isolated: other
 * sites cannot reach into the page, clocks are finer, and WebAssembly threads could be used later (today they are not).
 * Pages are never cached; files with a hash in their name always are.
 */
import { createServer } from 'node:http';
import sirv from 'sirv';

const HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'X-Content-Type-Options': 'nosniff',
};

/**
 * @param {object} options
 * @param {string} options.folder what to serve
 * @param {number} options.port 0 takes any free port
 * @param {(request, response) => boolean} [options.handle] answers first; false passes the request on
 * @returns {Promise<{ url: string, close: () => void }>} rejects with code EADDRINUSE when the port is taken
 */
export function serve({ folder, port, handle = () => false }) {
  const files = sirv(folder, {
    etag: true,
    setHeaders(response, path) {
      const hashed = path.startsWith('/assets/');
      response.setHeader('Cache-Control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    if (handle(request, response)) return;
    files(request, response, () => {
      response.statusCode = 404;
      response.setHeader('Content-Type', 'text/plain; charset=utf-8');
      response.end('There is nothing at this address. The app is at /.\n');
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      resolve({
        url: `http://127.0.0.1:${server.address().port}/`,
        close() {
          server.close();
          server.closeAllConnections();
        },
      });
    });
  });
}
