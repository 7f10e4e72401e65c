/** Tells a screen reader the two calls of the page apart. */
for (const element of document.querySelectorAll('video-call')) {
  element.words = { call: element.closest('section').querySelector('h2').textContent };
}
