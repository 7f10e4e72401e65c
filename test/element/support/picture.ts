/** A video of a certain size, as from a camera or a screen, until its track is stopped. */
export function picture(width: number, height: number): MediaStream {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  // A canvas outside the page that is never drawn gives no frames.
  canvas.style.cssText = 'position: fixed; inset: 0 auto auto 0; opacity: 0.01';
  document.body.append(canvas);
  const context = canvas.getContext('2d')!;
  const stream = canvas.captureStream(30);
  const [track] = stream.getVideoTracks();
  const draw = () => {
    if (track?.readyState !== 'live') return canvas.remove();
    context.fillStyle = `hsl(${performance.now() % 360} 50% 50%)`;
    context.fillRect(0, 0, width, height);
    requestAnimationFrame(draw);
  };
  draw();
  return stream;
}
