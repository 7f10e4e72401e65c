/** German words of the test of the connection. */
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
      return `Erreicht nach ${ms(facts.time)}.`;
    case 'unauthorized':
      return 'Das Relay nimmt die Zugangsdaten des Raum-Servers nicht an. Sagen Sie den Betreibern Bescheid.';
    case 'full':
      return 'Das Relay hat keinen Platz mehr. Versuchen Sie es später erneut.';
    case 'refused':
      return `Das Relay hat abgelehnt, mit dem Fehler ${facts.errorCode}. Sagen Sie den Betreibern des Raum-Servers Bescheid.`;
    case 'unreached':
      return 'Keine Antwort. Vielleicht sperrt es das Netz, oder das Relay steht still.';
    case 'none':
      return 'Der Raum-Server bietet keines an.';
    case 'unknown':
      return 'Nicht bekannt, denn der Raum-Server hat nicht geantwortet.';
    default:
      return finding satisfies never;
  }
};

const measured = ({ roundTrip, p95, loss }: StepOf<'loopback'>['facts']) =>
  `Hin und zurück in ${ms(roundTrip)}, höchstens ${ms(p95)}; ${percent.format(loss ?? 0)} verloren.`;

const talks: Record<StepFindings['loopback'], string> = {
  smooth: 'Läuft gut.',
  lossy: 'Unterwegs gehen Pakete verloren.',
  slow: 'Pakete brauchen lange.',
  uneven: 'Pakete kommen ungleichmäßig.',
  failed:
    'Das Relay antwortet, aber ein Anruf mit sich selbst kam nicht zustande. Manche Relays verbieten genau das; andere Anrufe gehen vielleicht trotzdem.',
  none: 'Es gibt kein Relay dafür.',
};

export const words: ConnectionWords = {
  connectionTest: {
    running: 'Die Verbindung wird getestet …',
    again: 'Erneut testen',
    copy: 'Bericht kopieren',
    copied: 'Bericht kopiert',
    copyByHand: 'Der Browser lässt diese Seite nicht kopieren. Kopieren Sie von hier:',
    report: 'Bericht',
    withAddresses: 'Mit Adressen',
    addressesNote: 'Sie verraten, in welchem Netz Sie sind.',
    failed: 'Der Test konnte nicht durchgeführt werden.',
    verdicts: {
      good: 'Gut',
      warn: 'Eingeschränkt',
      bad: 'Problem',
      skipped: 'Nicht getestet',
    },
    steps: {
      context: 'Browser',
      policy: 'Seite',
      permission: 'Erlaubnis',
      devices: 'Geräte',
      server: 'Raum-Server',
      candidates: 'Wege zu anderen',
      'relay-udp': 'Relay über UDP',
      'relay-tcp': 'Relay über TCP',
      'relay-tls': 'Relay über TLS',
      loopback: 'Anruf über das Relay',
    },
    conclusions: {
      ready: 'Alles in Ordnung: Anrufe sollten von hier gut laufen.',
      devices: 'Die Verbindung ist in Ordnung. Sehen Sie nach Mikrofon und Kamera.',
      'no-udp':
        'Anrufe gehen. Ihr Netz hält UDP zum Relay auf; wo es das Relay braucht, können Bild und Ton nachhinken.',
      'no-relay':
        'Anrufe gehen aus den meisten Netzen. Dieser Server hat kein Relay, das strenge Netze brauchen.',
      'relay-unreached':
        'Anrufe gehen nur mit manchen: Kein Relay war zu erreichen, und strenge Netze brauchen eines.',
      'relay-refused':
        'Anrufe gehen nur mit manchen: Das Relay weist diese Seite ab. Sagen Sie den Betreibern des Raum-Servers Bescheid.',
      weak: 'Anrufe gehen, aber die Verbindung ist schwach: Bild und Ton können zeitweise stocken.',
      'slow-server':
        'Anrufe gehen. Der Raum-Server antwortet langsam, deshalb dauert es, bis Sie drin sind.',
      local: 'Von hier sind nur Menschen in Ihrem eigenen Netz zu erreichen.',
      blocked: 'Von hier gehen keine Anrufe: Der Browser findet keinen Weg aus diesem Netz.',
      server: 'Gerade gehen keine Anrufe: Der Raum-Server antwortet nicht.',
      version:
        'Von dieser Seite gehen keine Anrufe: Sie passt nicht zum Raum-Server. Laden Sie sie neu.',
      insecure:
        'Von dieser Seite gehen keine Anrufe: Sie ist nicht sicher. Öffnen Sie sie mit https://.',
      unsupported:
        'In diesem Browser gehen keine Anrufe. Nehmen Sie ein aktuelles Chrome, Edge, Firefox oder Safari.',
    },
    lines: {
      context: ({ finding }) =>
        ({
          secure: 'Er kann Anrufe, und die Seite ist sicher.',
          insecure: 'Die Seite ist nicht sicher, deshalb verbirgt er Mikrofon und Kamera.',
          unsupported: 'Ihm fehlt WebRTC, ohne das es keine Anrufe gibt.',
        })[finding],
      policy: ({ finding, facts }) =>
        finding === 'allowed'
          ? 'Sie lässt den Anruf an Mikrofon und Kamera.'
          : `Sie lässt den Anruf nicht an ${deviceList(facts, (may) => !may, accusative)}. Öffnen Sie ihn in einem eigenen Tab.`,
      permission: ({ finding, facts }) =>
        ({
          granted: 'Diese Seite darf Mikrofon und Kamera verwenden.',
          prompt: `Der Browser wird nach ${deviceList(facts, (is) => is === 'prompt', dative)} fragen.`,
          denied: `Diese Seite darf ${deviceList(facts, (is) => is === 'denied', accusative)} nicht verwenden. Erlauben Sie es in den Website-Einstellungen Ihres Browsers.`,
          unknown: 'Dieser Browser verrät es nicht.',
        })[finding],
      devices: ({ finding }) =>
        ({
          found: 'Mikrofon und Kamera sind da.',
          'no-camera': 'Ein Mikrofon ist da, aber keine Kamera.',
          'no-microphone': 'Eine Kamera ist da, aber kein Mikrofon. Schließen Sie eines an.',
          none: 'Weder Mikrofon noch Kamera sind da. Schließen Sie etwas an.',
          hidden: 'Der Browser verbirgt sie, weil die Seite nicht sicher ist.',
          unsupported: 'Dieser Browser gibt keines davon frei.',
        })[finding],
      server: ({ finding, facts }) =>
        ({
          quick: `Antwortet innerhalb von ${ms(facts.roundTrip)}.`,
          slow: `Antwortet langsam: nach ${ms(facts.roundTrip)}.`,
          unreachable:
            'Nicht zu erreichen. Prüfen Sie Ihre Internetverbindung; ein strenges Netz kann WebSockets sperren.',
          silent: 'Zu erreichen, sagt aber nichts. Vielleicht hält ihn etwas dazwischen auf.',
          version: 'Spricht eine andere Version als diese Seite. Laden Sie die Seite neu.',
        })[finding],
      candidates: ({ finding }) =>
        ({
          outside: 'Andere sind direkt zu erreichen, aus den meisten Netzen.',
          relay: 'Andere sind über das Relay zu erreichen.',
          local: 'Direkt sind andere nur in Ihrem eigenen Netz zu erreichen.',
          none: 'Keine. Ein VPN, eine Erweiterung des Browsers oder das Netz sperrt sie.',
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
