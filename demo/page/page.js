/** Reads the room from the URL or creates one, and copies the link and the two lines. */

/** A room name that you can read out over the phone, and that no one can guess. */
function randomRoom() {
  const consonants = 'bdfghjklmnprstvz';
  const vowels = 'aeiou';
  const numbers = crypto.getRandomValues(new Uint32Array(12));
  const letters = [...numbers].map((number, index) => {
    const from = index % 2 ? vowels : consonants;
    return from[number % from.length];
  });
  return letters.join('').replace(/(.{4})(?!$)/g, '$1-');
}

const address = new URL(location.href);
const room = address.searchParams.get('room') || randomRoom();
address.searchParams.set('room', room);
history.replaceState(null, '', address);

// The element's script runs after this one, so the room is set in time.
document.querySelector('video-call').setAttribute('room', room);
document.querySelector('#link').value = address.href;
document.querySelector('#lines').textContent = [
  `<script type="module" src="${new URL('video-call.js', address).href}"></script>`,
  '<video-call room="tea"></video-call>',
].join('\n');

const status = document.querySelector('.status');

for (const button of document.querySelectorAll('[data-copies]')) {
  const source = document.getElementById(button.dataset.copies);
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(source.value ?? source.textContent);
      status.textContent = 'Copied';
    } catch {
      // Without permission or https, select the text so that the user can copy it.
      if (source.select) source.select();
      else getSelection().selectAllChildren(source);
      status.textContent = 'Press Ctrl+C or ⌘C to copy';
    }
    status.classList.add('shown');
  });
}
status.addEventListener('animationend', () => status.classList.remove('shown'));
document.querySelector('#link').addEventListener('focus', (event) => event.target.select());
