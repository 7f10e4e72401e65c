/** Signs the user in, and requests a token from the page's own server whenever the call needs one. */
const element = document.querySelector('video-call');
const told = document.querySelector('.told');
const backend = trustedOrigin(new URLSearchParams(location.search).get('backend') ?? '');

/** A backend's origin, if it is on this host or this machine: a link must not select the server that signs users in. */
function trustedOrigin(address) {
  if (!URL.canParse(address)) return undefined;
  const { protocol, hostname, origin } = new URL(address);
  const trusted = [location.hostname, 'localhost', '127.0.0.1', '[::1]'];
  return /^https?:$/.test(protocol) && trusted.includes(hostname) ? origin : undefined;
}

if (!backend) {
  told.textContent = 'This page needs its backend. Run “npm start -- --tokens” and open the link.';
}

for (const button of document.querySelectorAll('[data-login]')) {
  button.addEventListener('click', () => {
    const { login } = button.dataset;
    element.leave();
    element.tokenProvider = async () => {
      const response = await fetch(`${backend}/?login=${encodeURIComponent(login)}`);
      if (!response.ok) throw new Error(await response.text());
      return response.text();
    };
    element.hidden = false;
    element.join().catch(({ reason }) => (told.textContent = `Couldn’t join: ${reason}.`));
  });
}
element.addEventListener('join', ({ detail }) => {
  told.textContent = `Joined as ${detail.name} (${detail.role}).`;
});
