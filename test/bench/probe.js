/**
 * Runs before a page's own scripts, for every contender: times the phases up to the first frame of a remote video,
 * and counts what the page does until then.
 */
(() => {
  const remote = new WeakSet();
  const now = () => performance.timeOrigin + performance.now();
  const nothing = () => ({
    sends: 0,
    connections: 0,
    requests: 0,
    renders: 0,
    getStats: 0,
    setParameters: 0,
    audioContexts: 0,
  });
  const probe = {
    joinedAt: 0,
    firstFrameAt: 0,
    connections: [],
    /** When each phase was first reached. */
    phases: {},
    counts: nothing(),
    /** Counts at the first frame and at the time an answer was sent. */
    atFirstFrame: undefined,
    atAnswer: undefined,
    /** Starts counting and timing. */
    begin() {
      Object.assign(probe, {
        joinedAt: now(),
        firstFrameAt: 0,
        phases: {},
        counts: nothing(),
        atFirstFrame: undefined,
        atAnswer: undefined,
      });
    },
  };
  window.probe = probe;
  const reach = (phase) => (probe.phases[phase] ??= now());
  const described = (data) => /"type":"(offer|answer)"/.exec(data)?.[1];

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
    constructor(...parameters) {
      super(...parameters);
      reach('socket begun');
      this.addEventListener('open', () => reach('socket open'));
      this.addEventListener('message', ({ data }) => {
        reach('greeted');
        const type = described(data);
        if (type) reach(`${type} received`);
      });
    }

    send(data) {
      // A ping keeps the socket open, and isn't part of joining.
      if (data !== 'ping') probe.counts.sends++;
      const type = described(data);
      if (type) reach(`${type} sent`);
      if (type === 'answer') probe.atAnswer ??= { ...probe.counts };
      super.send(data);
    }
  };

  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration) {
      super(configuration);
      probe.counts.connections++;
      probe.connections.push(this);
      this.addEventListener('track', ({ track }) => remote.add(track));
      this.addEventListener('connectionstatechange', () => reach(this.connectionState));
      this.getTransceivers().forEach(({ receiver }) => remote.add(receiver.track));
    }

    addTransceiver(...parameters) {
      const transceiver = super.addTransceiver(...parameters);
      remote.add(transceiver.receiver.track);
      return transceiver;
    }

    async setRemoteDescription(description) {
      await super.setRemoteDescription(description);
      reach(`${description.type} set`);
    }

    getStats(...parameters) {
      probe.counts.getStats++;
      return super.getStats(...parameters);
    }
  };

  const { setParameters } = RTCRtpSender.prototype;
  RTCRtpSender.prototype.setParameters = function (...parameters) {
    probe.counts.setParameters++;
    return setParameters.apply(this, parameters);
  };

  window.AudioContext = class extends AudioContext {
    constructor(...parameters) {
      super(...parameters);
      probe.counts.audioContexts++;
    }
  };

  new PerformanceObserver((list) => {
    for (const { startTime } of list.getEntries()) {
      if (performance.timeOrigin + startTime >= probe.joinedAt) probe.counts.requests++;
    }
  }).observe({ type: 'resource' });

  // Each render of a view; all views have one base class.
  const { define } = customElements;
  const counted = new WeakSet();
  customElements.define = (name, view, ...rest) => {
    const { performUpdate } = view.prototype;
    if (performUpdate && !counted.has(performUpdate)) {
      view.prototype.performUpdate = function () {
        probe.counts.renders++;
        return performUpdate.call(this);
      };
      counted.add(view.prototype.performUpdate);
    }
    return define.call(customElements, name, view, ...rest);
  };

  const watch = (video) => {
    video.requestVideoFrameCallback(() => {
      const isRemote = video.srcObject?.getVideoTracks().some((track) => remote.has(track));
      if (!isRemote) return watch(video);
      probe.firstFrameAt ||= reach('first frame');
      probe.atFirstFrame ??= { ...probe.counts };
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
