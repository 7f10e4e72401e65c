/** The obvious mesh: each newcomer sends offers to all who are present, and quality is never adapted. */
const parameters = new URLSearchParams(location.search);
const relay = parameters.get('relay');
const stun = parameters.get('stun');

let socket;
let media;
const links = new Map();
const send = (to, message) => socket.send(JSON.stringify({ ...message, to }));

function show(stream, id) {
  const video = document.querySelector(`[data-id="${id}"]`) ?? document.createElement('video');
  Object.assign(video, { muted: true, autoplay: true, playsInline: true, srcObject: stream });
  video.dataset.id = id;
  document.body.append(video);
}

async function link(id) {
  const stream = await media;
  const connection = new RTCPeerConnection({ iceServers: stun ? [{ urls: stun }] : [] });
  links.set(id, connection);
  for (const track of stream.getTracks()) connection.addTrack(track, stream);
  connection.onicecandidate = ({ candidate }) => candidate && send(id, { candidate });
  connection.ontrack = ({ streams }) => show(streams[0], id);
  return connection;
}

async function describe(id) {
  await links.get(id).setLocalDescription();
  send(id, { description: links.get(id).localDescription });
}

async function receive({ others, from, description, candidate }) {
  for (const id of others ?? []) {
    await link(id);
    await describe(id);
  }
  if (description) {
    if (description.type === 'offer') await link(from);
    await links.get(from).setRemoteDescription(description);
    if (description.type === 'offer') await describe(from);
  } else if (candidate) await links.get(from).addIceCandidate(candidate);
}

window.contender = {
  join(room) {
    media = navigator.mediaDevices.getUserMedia({
      audio: true,
      video: parameters.has('small')
        ? { width: 320, height: 180, frameRate: 15 }
        : { width: 640, height: 480, frameRate: 30 },
    });
    media.then((stream) => show(stream, 'self'));
    socket = new WebSocket(`${relay}/${room}`);
    let queue = Promise.resolve();
    socket.onmessage = ({ data }) => {
      queue = queue.then(() => receive(JSON.parse(data)));
    };
  },
};
