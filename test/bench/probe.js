/** Runs before a page's own scripts: times the first frame of a remote picture, whoever shows it. */
(() => {
  const remote = new WeakSet();
  window.probe = { joinedAt: 0, firstFrameAt: 0, sends: 0, connections: [] };

  const { mediaDevices } = navigator;
  const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async ({ audio, video }) => {
    // The same camera for all contenders.
    const camera = video && { width: 640, height: 480, frameRate: 30 };
    const stream = await getUserMedia({ audio, video: camera });
    const delay = Number(new URLSearchParams(location.search).get('cameraDelay') ?? 0);
    if (delay) await new Promise((done) => setTimeout(done, delay));
    return stream;
  };

  window.WebSocket = class extends WebSocket {
    send(data) {
      window.probe.sends++;
      super.send(data);
    }
  };

  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration) {
      super(configuration);
      window.probe.connections.push(this);
      this.addEventListener('track', ({ track }) => remote.add(track));
      this.getTransceivers().forEach(({ receiver }) => remote.add(receiver.track));
    }

    addTransceiver(...parameters) {
      const transceiver = super.addTransceiver(...parameters);
      remote.add(transceiver.receiver.track);
      return transceiver;
    }
  };

  const watch = (video) => {
    video.requestVideoFrameCallback(() => {
      const isRemote = video.srcObject?.getVideoTracks().some((track) => remote.has(track));
      if (!isRemote) watch(video);
      else window.probe.firstFrameAt ||= performance.timeOrigin + performance.now();
    });
  };
  const { get, set, ...rest } = Object.getOwnPropertyDescriptor(
    HTMLMediaElement.prototype,
    'srcObject',
  );
  const watched = new WeakSet();
  Object.defineProperty(HTMLMediaElement.prototype, 'srcObject', {
    ...rest,
    get,
    set(stream) {
      set.call(this, stream);
      if (!(this instanceof HTMLVideoElement) || watched.has(this)) return;
      watched.add(this);
      watch(this);
    },
  });
})();
