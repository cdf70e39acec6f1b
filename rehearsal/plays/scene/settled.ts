/**
 * What was sent over this machine's sockets has arrived: a connection that broke at an earlier moment
 * is known to be broken at this one, whatever the machine is busy with.
 */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 6; turn++) await new Promise((resolve) => setImmediate(resolve));
}
