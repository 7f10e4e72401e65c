/** The minimal call: getUserMedia and a socket at once, then an offer from the second participant. */
const relay = new URLSearchParams(location.search).get('relay');
const remote = document.body.appendChild(document.createElement('video'));
remote.muted = remote.autoplay = remote.playsInline = true;

let socket;
let connection;
let media;
const early = [];
const send = (message) => socket.send(JSON.stringify(message));

function connect(stream) {
  connection = new RTCPeerConnection();
  for (const track of stream.getTracks()) connection.addTrack(track, stream);
  connection.onicecandidate = ({ candidate }) => candidate && send({ candidate });
  connection.ontrack = ({ streams }) => (remote.srcObject = streams[0]);
}

async function describe() {
  await connection.setLocalDescription();
  send({ description: connection.localDescription });
}

async function receive({ isSecond, description, candidate }) {
  if (isSecond !== undefined) {
    if (!isSecond) return;
    connect(await media);
    return describe();
  }
  if (description) {
    if (description.type === 'offer') connect(await media);
    await connection.setRemoteDescription(description);
    if (description.type === 'offer') await describe();
    for (const one of early.splice(0)) await connection.addIceCandidate(one);
  } else if (connection?.remoteDescription) await connection.addIceCandidate(candidate);
  else early.push(candidate);
}

window.contender = {
  prepare: () => Promise.resolve(),
  join(room) {
    media = navigator.mediaDevices.getUserMedia({
      audio: true,
      video: { width: 640, height: 480, frameRate: 30 },
    });
    socket = new WebSocket(`${relay}/${room}`);
    let queue = Promise.resolve();
    socket.onmessage = ({ data }) => {
      queue = queue.then(() => receive(JSON.parse(data)));
    };
  },
};
