/** The texts of the connection test in German. */
import type { StepFindings, StepOf, Transport } from '../../../features/connection-test/report.js';
import { deviceList, type ConnectionWords } from '../connection-words.js';

const milliseconds = new Intl.NumberFormat('de', {
  style: 'unit',
  unit: 'millisecond',
  maximumFractionDigits: 0,
});
const percent = new Intl.NumberFormat('de', { style: 'percent', maximumFractionDigits: 1 });
const list = new Intl.ListFormat('de');
const ms = (time = 0) => milliseconds.format(time);

const dative = { names: { microphone: 'dem Mikrofon', camera: 'der Kamera' }, list };
const accusative = { names: { microphone: 'das Mikrofon', camera: 'die Kamera' }, list };

const relayLine = ({ finding, facts }: StepOf<`relay-${Transport}`>): string => {
  switch (finding) {
    case 'reached':
      return `Erreicht in ${ms(facts.time)}.`;
    case 'unauthorized':
      return 'Das Relay lehnt die Zugangsdaten des Anrufservers ab. Wenden Sie sich an den Betreiber der Website.';
    case 'full':
      return 'Das Relay ist voll. Versuchen Sie es später erneut.';
    case 'refused':
      return `Das Relay meldet Fehler ${facts.errorCode}. Wenden Sie sich an den Betreiber der Website.`;
    case 'unreached':
      return 'Keine Antwort. Ihr Netzwerk blockiert es vielleicht, oder das Relay ist nicht in Betrieb.';
    case 'none':
      return 'Vom Anrufserver nicht angeboten.';
    case 'unknown':
      return 'Unbekannt, weil der Anrufserver nicht geantwortet hat.';
    default:
      return finding satisfies never;
  }
};

const measured = ({ roundTrip, p95, loss }: StepOf<'loopback'>['facts']) =>
  `Latenz ${ms(roundTrip)} (bis zu ${ms(p95)}), Paketverlust ${percent.format(loss ?? 0)}.`;

const talks: Record<StepFindings['loopback'], string> = {
  smooth: 'Funktioniert gut.',
  lossy: 'Hoher Paketverlust.',
  slow: 'Hohe Latenz.',
  uneven: 'Hoher Jitter.',
  failed:
    'Das Relay antwortet, aber der Testanruf ist fehlgeschlagen. Manche Relays blockieren Anrufe an sich selbst. Andere Anrufe funktionieren vielleicht trotzdem.',
  none: 'Kein Relay zum Testen vorhanden.',
};

export const words: ConnectionWords = {
  connectionTest: {
    running: 'Ihre Verbindung wird getestet\u00a0…',
    again: 'Erneut testen',
    copy: 'Bericht kopieren',
    copied: 'Bericht kopiert',
    copyByHand: 'Ihr Browser erlaubt dieser Seite das Kopieren nicht. Kopieren Sie den Text hier:',
    report: 'Bericht',
    withAddresses: 'Mit IP-Adressen',
    addressesNote: 'Sie können Ihr Netzwerk verraten.',
    failed: 'Der Test konnte nicht ausgeführt werden.',
    verdicts: {
      good: 'Gut',
      warn: 'Eingeschränkt',
      bad: 'Problem',
      skipped: 'Nicht getestet',
    },
    steps: {
      context: 'Browser',
      policy: 'Diese Seite',
      permission: 'Berechtigungen',
      devices: 'Geräte',
      server: 'Anrufserver',
      candidates: 'Netzwerkpfade',
      'relay-udp': 'Relay über UDP',
      'relay-tcp': 'Relay über TCP',
      'relay-tls': 'Relay über TLS',
      loopback: 'Testanruf über das Relay',
    },
    conclusions: {
      ready: 'Alles bereit.',
      devices: 'Ihre Verbindung ist in Ordnung. Prüfen Sie Mikrofon und Kamera.',
      'no-udp':
        'Anrufe funktionieren. Ihr Netzwerk blockiert UDP zum Relay, deshalb können Audio und Video darüber verzögert sein.',
      'no-relay':
        'Anrufe funktionieren in den meisten Netzwerken. Dieser Server hat kein Relay, das restriktive Netzwerke benötigen.',
      'relay-unreached':
        'Anrufe funktionieren nur mit manchen Personen. Kein Relay ist erreichbar, und restriktive Netzwerke benötigen eines.',
      'relay-refused':
        'Anrufe funktionieren nur mit manchen Personen. Das Relay lehnt diese Seite ab. Wenden Sie sich an den Betreiber der Website.',
      weak: 'Anrufe funktionieren, aber Ihre Verbindung ist schlecht. Audio und Video können aussetzen.',
      'slow-server':
        'Anrufe funktionieren. Der Anrufserver ist langsam, deshalb dauert der Beitritt länger.',
      local: 'Sie können nur Personen in Ihrem eigenen Netzwerk anrufen.',
      blocked: 'In diesem Netzwerk funktionieren keine Anrufe.',
      server: 'Anrufe funktionieren gerade nicht. Der Anrufserver antwortet nicht.',
      version: 'Diese Seite ist veraltet. Laden Sie sie neu, um anzurufen.',
      insecure:
        'Anrufe funktionieren nicht, weil diese Seite nicht sicher ist. Verwenden Sie https://.',
      unsupported:
        'In diesem Browser funktionieren keine Anrufe. Verwenden Sie die neueste Version von Chrome, Edge, Firefox oder Safari.',
    },
    lines: {
      context: ({ finding }) =>
        ({
          secure: 'Unterstützt Anrufe, und die Seite ist sicher.',
          insecure:
            'Die Seite ist nicht sicher, deshalb blockiert der Browser Mikrofon und Kamera.',
          unsupported: 'Unterstützt keine Anrufe, weil WebRTC fehlt.',
        })[finding],
      policy: ({ finding, facts }) =>
        finding === 'allowed'
          ? 'Erlaubt Anrufen Mikrofon und Kamera.'
          : `Erlaubt Anrufen keinen Zugriff auf ${deviceList(facts, (may) => !may, accusative)}. Öffnen Sie den Anruf in einem eigenen Tab.`,
      permission: ({ finding, facts }) =>
        ({
          granted: 'Diese Seite hat Zugriff auf Mikrofon und Kamera.',
          prompt: `Der Browser wird nach ${deviceList(facts, (is) => is === 'prompt', dative)} fragen.`,
          denied: `Diese Seite hat keinen Zugriff auf ${deviceList(facts, (is) => is === 'denied', accusative)}. Erlauben Sie ihn in den Website-Einstellungen Ihres Browsers.`,
          unknown: 'In diesem Browser unbekannt.',
        })[finding],
      devices: ({ finding }) =>
        ({
          found: 'Mikrofon und Kamera gefunden.',
          'no-camera': 'Mikrofon gefunden, aber keine Kamera.',
          'no-microphone': 'Kamera gefunden, aber kein Mikrofon. Schließen Sie eines an.',
          none: 'Kein Mikrofon und keine Kamera gefunden. Schließen Sie ein Gerät an.',
          hidden: 'Vom Browser blockiert, weil die Seite nicht sicher ist.',
          unsupported: 'Von diesem Browser nicht unterstützt.',
        })[finding],
      server: ({ finding, facts }) =>
        ({
          quick: `Antwort in ${ms(facts.roundTrip)}.`,
          slow: `Langsame Antwort, in ${ms(facts.roundTrip)}.`,
          unreachable:
            'Nicht erreichbar. Prüfen Sie Ihre Internetverbindung. Restriktive Netzwerke blockieren manchmal WebSockets.',
          silent:
            'Nimmt Verbindungen an, antwortet aber nicht. Vielleicht blockiert ihn ein Proxy oder eine Firewall.',
          version: 'Verwendet eine andere Version als diese Seite. Laden Sie die Seite neu.',
        })[finding],
      candidates: ({ finding }) =>
        ({
          outside: 'Direkte Verbindungen zu Personen in den meisten Netzwerken sind möglich.',
          relay: 'Verbindungen über das Relay sind möglich.',
          local: 'Direkte Verbindungen sind nur in Ihrem eigenen Netzwerk möglich.',
          none: 'Keine gefunden. Ein VPN, eine Browsererweiterung oder das Netzwerk blockiert sie.',
          untested: 'Nicht getestet.',
        })[finding],
      'relay-udp': relayLine,
      'relay-tcp': relayLine,
      'relay-tls': relayLine,
      loopback: ({ finding, facts }) =>
        facts.roundTrip === undefined ? talks[finding] : `${talks[finding]} ${measured(facts)}`,
    },
  },
};
