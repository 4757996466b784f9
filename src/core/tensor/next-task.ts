/**
 * @file Gives way to other tasks of the thread, so that messages and heartbeats get through during long loops.
 * By a message channel: timers are throttled in hidden tabs and requestAnimationFrame stops there.
 */

export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
