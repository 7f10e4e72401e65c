/** Preloaded into a child: ends its whole process group when the parent is gone, however it went. */
if (process.channel) {
  process.on('disconnect', () =>
    process.kill(process.platform === 'win32' ? process.pid : -process.pid, 'SIGKILL'),
  );
  // Listening alone would keep a program running that is done.
  process.channel.unref();
}
