/** The element as a page would use it: joined by `autojoin`, or from a lobby that was open for a while. */
const parameters = new URLSearchParams(location.search);
const server = parameters.get('server');
await import(`${server}/video-call.js`);

let size = { width: '640px', height: '480px' };
const create = (room, attributes = []) => {
  const element = document.createElement('video-call');
  for (const name of attributes) element.setAttribute(name, '');
  element.setAttribute('server', parameters.get('signaling') ?? server);
  element.setAttribute('room', room);
  if (parameters.has('tiles')) element.setAttribute('self-view', 'tile');
  Object.assign(element.style, size);
  if (parameters.has('hidden')) element.style.marginBlockStart = '300vh';
  if (parameters.has('sound')) {
    element.setAttribute('camera-off', '');
    void navigator.mediaDevices.getUserMedia({ video: true });
  }
  document.body.append(element);
  return element;
};

let lobby;
window.contender = {
  async prepare(room) {
    if (!parameters.has('lobby')) return;
    lobby = create(room);
    // The lobby is ready when the camera is visible and the room has reported its participants.
    await new Promise((done) => {
      const check = () => {
        const { call } = lobby;
        const isReady = call.sourceState('camera').status === 'on' && call.preview.count > 0;
        if (isReady) done();
        else setTimeout(check, 50);
      };
      check();
    });
  },
  join(room, people) {
    if (parameters.has('tiles')) {
      // This many tiles of 320x180.
      const columns = Math.ceil(Math.sqrt(people));
      const rows = Math.ceil(people / columns);
      size = { width: `${columns * 328 + 8}px`, height: `${rows * 188 + 8}px` };
    }
    if (lobby) void lobby.join();
    else create(room, ['autojoin']);
  },
};
