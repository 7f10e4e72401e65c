/** Preloaded into a child: ends it and its whole process group when the parent is gone for any reason. */
if (process.channel) {
  process.on('disconnect', () => {
    process.once('exit', () =>
      process.kill(process.platform === 'win32' ? process.pid : -process.pid, 'SIGKILL'),
    );
    // On exit, it ends what it started in other groups, such as browsers.
    process.exit(1);
  });
  // The listener alone must not keep a finished program running.
  process.channel.unref();
}
