/** Arabic. */
import type { MediaReason } from '../../call/call-error.js';
import type { Source } from '../../protocol.js';
import { isolate, type Language } from '../words.js';

const list = new Intl.ListFormat('ar');
const plural = new Intl.PluralRules('ar');

const devices: Record<Source, string> = {
  microphone: 'الميكروفون',
  camera: 'الكاميرا',
  screen: 'الشاشة',
  'screen-audio': 'صوت الشاشة',
};

/** What happened and what to do; `@` stands for the devices. */
const problems: Record<MediaReason, string> = {
  'media-denied':
    'لا يُسمح لهذه الصفحة باستخدام @. اسمح بذلك في إعدادات الموقع بجانب العنوان، ثم حاول مرة أخرى.',
  'media-dismissed': 'أُغلق السؤال عن @. حاول مرة أخرى واختر «السماح».',
  'media-blocked-by-page':
    'الصفحة المحيطة بهذه المكالمة لا تسمح باستخدام @. افتح المكالمة في علامة تبويب مستقلة.',
  'media-blocked-by-system':
    'نظامك لا يسمح للمتصفح باستخدام @. اسمح بذلك في إعدادات الخصوصية، ثم حاول مرة أخرى.',
  'media-none': 'لم يعثر المتصفح على @. وصّل جهازًا، ثم حاول مرة أخرى.',
  'media-busy': 'برنامج آخر يستخدم @. أغلق ذلك البرنامج، ثم حاول مرة أخرى.',
  'media-constraint': 'لا يصل شيء صالح من @. أعد توصيل الجهاز أو استخدم جهازًا آخر.',
  'media-lost': 'انقطع الاتصال مع @. أعد توصيل الجهاز، ثم شغّله.',
  'media-interrupted': 'أخذ النظام @ لشيء آخر. يعود ذلك تلقائيًا، أو عند الضغط على «استئناف».',
  'media-insecure': 'هذه الصفحة غير آمنة، لذلك يخفي المتصفح @. افتحها عبر ‎https://‎.',
  'media-unsupported':
    'لا يستطيع هذا المتصفح استخدام @. استخدم إصدارًا حديثًا من Chrome أو Edge أو Firefox أو Safari.',
};

/** Arabic counts people in six ways; zero is said elsewhere. */
function people(count: number): string {
  const number = count.toLocaleString('ar');
  switch (plural.select(count)) {
    case 'one':
      return 'شخص واحد هنا';
    case 'two':
      return 'شخصان هنا';
    case 'few':
      return `${number} أشخاص هنا`;
    case 'many':
      return `${number} شخصًا هنا`;
    default:
      return `${number} شخص هنا`;
  }
}

export const language: Language = {
  lang: 'ar',
  dir: 'rtl',
  words: {
    call: 'مكالمة فيديو',
    guest: 'ضيف',
    join: 'انضمام',
    joining: 'جارٍ الانضمام…',
    knocking: 'في انتظار السماح بالدخول…',
    cancel: 'إلغاء',
    name: 'اسمك',
    room: (room) => `الانضمام إلى «${isolate(room)}»`,
    microphone: 'الميكروفون',
    camera: 'الكاميرا',
    turnOn: {
      microphone: 'تشغيل الميكروفون',
      camera: 'تشغيل الكاميرا',
      screen: 'مشاركة شاشتك',
    },
    turnOff: {
      microphone: 'إيقاف الميكروفون',
      camera: 'إيقاف الكاميرا',
      screen: 'إيقاف مشاركة شاشتك',
    },
    isOff: {
      microphone: 'الميكروفون متوقف',
      camera: 'الكاميرا متوقفة',
      screen: 'أوقفتَ مشاركة شاشتك',
    },
    leave: 'مغادرة المكالمة',
    controls: 'التحكم في المكالمة',
    people: 'المشاركون في المكالمة',
    selfNamed: (name) => `${name} (أنت)`,
    yourScreen: 'شاشتك',
    screenOf: (name) => `شاشة ${isolate(name)}`,
    reconnecting: 'جارٍ إعادة الاتصال…',
    turnOnSound: 'تشغيل الصوت',
    alone: 'لا أحد غيرك هنا بعد',
    invite: 'أرسل رابط هذه الصفحة إلى من تريد أن ينضم.',
    here(count, names) {
      const total = names?.length ?? count;
      if (total === undefined) return '';
      if (total === 0) return 'لا أحد هنا بعد';
      if (!names) return people(total);
      const shown = names.length > 3 ? names.slice(0, 2) : names;
      const others = names.length - shown.length;
      const all = shown.map(isolate);
      if (others) all.push(`${others.toLocaleString('ar')} آخرون`);
      return `هنا الآن: ${list.format(all)}`;
    },
  },
  asides: {
    problem: (reason, sources) =>
      problems[reason].replace('@', list.format(sources.map((source) => devices[source]))),
    failures: {
      'room-full': { title: 'الغرفة ممتلئة', text: 'حاول مرة أخرى عندما يغادر أحدهم.' },
      version: {
        title: 'هذه الصفحة قديمة',
        text: 'لا تتوافق مع الخادم. أعد تحميلها؛ وإن لم يُفد ذلك فأخبر القائمين عليها.',
      },
      invalid: {
        title: 'لم يفهم الخادم هذه الصفحة',
        text: 'أعد تحميلها؛ وإن لم يُفد ذلك فأخبر القائمين عليها.',
      },
      replaced: {
        title: 'المكالمة مستمرة في علامة تبويب أخرى',
        text: 'كنت تشارك من هنا إلى أن فتحتها هناك.',
      },
      unsupported: {
        title: 'لا يستطيع هذا المتصفح إجراء المكالمات',
        text: 'تنقصه تقنية WebRTC. استخدم إصدارًا حديثًا من Chrome أو Edge أو Firefox أو Safari.',
      },
      'server-unreachable': {
        title: 'الخادم لا يجيب',
        text: 'تتكرر المحاولة. تحقق من اتصالك بالإنترنت.',
      },
      'no-room': {
        title: 'ليس لهذه المكالمة غرفة بعد',
        text: 'على صاحب هذه الصفحة أن يسمّي غرفة: <video-call room="tea">.',
      },
      'no-server': {
        title: 'ليس لهذه المكالمة خادم بعد',
        text: 'على صاحب هذه الصفحة أن يسمّي خادمًا: <video-call server="https://…">.',
      },
      left: { title: 'غادرتَ المكالمة', text: '' },
    },
    rejoin: 'الانضمام مجددًا',
    tryAgain: 'حاول مرة أخرى',
    useHere: 'استخدامها هنا',
    dismiss: 'إغلاق',
    isOn: {
      microphone: 'الميكروفون يعمل',
      camera: 'الكاميرا تعمل',
      screen: 'أنت تشارك شاشتك',
    },
    serverLost: 'انقطع الاتصال بالخادم. تتكرر المحاولة… المكالمة مستمرة.',
    serverBack: 'عاد الاتصال بالخادم',
    joined: (name) => `انضم ${isolate(name)}`,
    left: (name) => `غادر ${isolate(name)}`,
    shares: (name) => `${isolate(name)} يشارك شاشة`,
    stoppedSharing: (name) => `توقف ${isolate(name)} عن المشاركة`,
    youJoined: 'انضممتَ إلى المكالمة',
  },
  panels: {
    devices: {},
    tile: {
      options: (who) => `${isolate(who)}: الخيارات`,
      pin: 'تثبيت لي',
      unpin: 'إلغاء التثبيت',
      pinned: 'مثبّت لك',
      zoomIn: 'تكبير',
      zoomOut: 'تصغير',
      volume: 'مستوى الصوت',
      mute: 'كتم الصوت لي',
      muted: 'مكتوم لك',
      myPicture: 'صورتي',
      selfViews: {
        auto: 'تلقائي',
        tile: 'بجانب الآخرين',
        floating: 'في الزاوية',
        hidden: 'مخفية',
      },
      showMe: 'إظهار صورتي',
    },
    controls: {},
  },
};
