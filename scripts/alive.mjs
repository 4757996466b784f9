/**
 * @file Whether a program still runs, for locks and copies that it may have left behind.
 */

/** @param {number} pid anything that is no process id counts as alive: a lock that is being written */
export function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
