/** The texts of the connection test in Arabic. */
import type { StepFindings, StepOf, Transport } from '../../../features/connection-test/report.js';
import { deviceList, type ConnectionWords } from '../connection-words.js';

const milliseconds = new Intl.NumberFormat('ar', {
  style: 'unit',
  unit: 'millisecond',
  unitDisplay: 'long',
  maximumFractionDigits: 0,
});
const percent = new Intl.NumberFormat('ar', { style: 'percent', maximumFractionDigits: 1 });
const list = new Intl.ListFormat('ar');
const ms = (time = 0) => milliseconds.format(time);

const named = { names: { microphone: 'الميكروفون', camera: 'الكاميرا' }, list };

const relayLine = ({ finding, facts }: StepOf<`relay-${Transport}`>): string => {
  switch (finding) {
    case 'reached':
      return `تم الوصول إليه بعد ${ms(facts.time)}.`;
    case 'unauthorized':
      return 'يرفض خادم الترحيل بيانات الاعتماد من خادم المكالمات. تواصل مع مالك الموقع.';
    case 'full':
      return 'خادم الترحيل ممتلئ. حاول مرة أخرى لاحقًا.';
    case 'refused':
      return `أرجع خادم الترحيل الخطأ ${facts.errorCode}. تواصل مع مالك الموقع.`;
    case 'unreached':
      return 'لا استجابة. قد تحظره شبكتك، أو أنه متوقف عن العمل.';
    case 'none':
      return 'لا يوفّره خادم المكالمات.';
    case 'unknown':
      return 'غير معروف، لأن خادم المكالمات لم يستجب.';
    default:
      return finding satisfies never;
  }
};

const measured = ({ roundTrip, p95, loss }: StepOf<'loopback'>['facts']) =>
  `زمن الاستجابة ${ms(roundTrip)} (حتى ${ms(p95)})، فقدان الحزم ${percent.format(loss ?? 0)}.`;

const talks: Record<StepFindings['loopback'], string> = {
  smooth: 'تعمل جيدًا.',
  lossy: 'فقدان حزم مرتفع.',
  slow: 'زمن استجابة مرتفع.',
  uneven: 'تذبذب مرتفع.',
  failed:
    'يستجيب خادم الترحيل، لكن المكالمة التجريبية فشلت. تحظر بعض الخوادم اتصالك بنفسك، لذلك قد تنجح المكالمات الأخرى.',
  none: 'لا يوجد خادم ترحيل لاختباره.',
};

export const words: ConnectionWords = {
  connectionTest: {
    running: 'جارٍ اختبار اتصالك…',
    again: 'إعادة الاختبار',
    copy: 'نسخ التقرير',
    copied: 'تم نسخ التقرير',
    copyByHand: 'لا يسمح متصفحك لهذه الصفحة بالنسخ. انسخ النص من هنا:',
    report: 'التقرير',
    withAddresses: 'تضمين عناوين IP',
    addressesNote: 'قد تكشف عن شبكتك.',
    failed: 'تعذّر إجراء الاختبار.',
    verdicts: { good: 'جيد', warn: 'محدود', bad: 'مشكلة', skipped: 'لم يُختبر' },
    steps: {
      context: 'المتصفح',
      policy: 'هذه الصفحة',
      permission: 'الأذونات',
      devices: 'الأجهزة',
      server: 'خادم المكالمات',
      candidates: 'مسارات الشبكة',
      'relay-udp': 'الترحيل عبر UDP',
      'relay-tcp': 'الترحيل عبر TCP',
      'relay-tls': 'الترحيل عبر TLS',
      loopback: 'مكالمة تجريبية عبر الترحيل',
    },
    conclusions: {
      ready: 'كل شيء جاهز.',
      devices: 'اتصالك سليم. تحقق من الميكروفون والكاميرا.',
      'no-udp':
        'المكالمات ممكنة. تحظر شبكتك UDP إلى خادم الترحيل، لذلك قد يتأخر الصوت والفيديو عبره.',
      'no-relay':
        'المكالمات ممكنة في معظم الشبكات. ليس لهذا الخادم خادم ترحيل تحتاجه الشبكات المقيَّدة.',
      'relay-unreached':
        'المكالمات ممكنة مع بعض الأشخاص فقط. تعذّر الوصول إلى أي خادم ترحيل، والشبكات المقيَّدة تحتاج إليه.',
      'relay-refused':
        'المكالمات ممكنة مع بعض الأشخاص فقط. خادم الترحيل يرفض هذه الصفحة. تواصل مع مالك الموقع.',
      weak: 'المكالمات ممكنة، لكن اتصالك ضعيف. قد يتقطع الصوت والفيديو.',
      'slow-server': 'المكالمات ممكنة. خادم المكالمات بطيء، لذلك يستغرق الانضمام وقتًا.',
      local: 'يمكنك الاتصال بالأشخاص في شبكتك فقط.',
      blocked: 'لن تعمل المكالمات على هذه الشبكة.',
      server: 'لن تعمل المكالمات الآن. خادم المكالمات لا يستجيب.',
      version: 'هذه الصفحة قديمة. أعد تحميلها لإجراء المكالمات.',
      insecure: 'لن تعمل المكالمات لأن هذه الصفحة غير آمنة. استخدم ‎https://‎.',
      unsupported:
        'لن تعمل المكالمات في هذا المتصفح. استخدم أحدث إصدار من Chrome أو Edge أو Firefox أو Safari.',
    },
    lines: {
      context: ({ finding }) =>
        ({
          secure: 'يدعم المكالمات، والصفحة آمنة.',
          insecure: 'الصفحة غير آمنة، لذلك يحظر المتصفح الميكروفون والكاميرا.',
          unsupported: 'لا يدعم المكالمات لعدم توفر WebRTC.',
        })[finding],
      policy: ({ finding, facts }) =>
        finding === 'allowed'
          ? 'تسمح للمكالمات باستخدام الميكروفون والكاميرا.'
          : `لا تسمح للمكالمات باستخدام ${deviceList(facts, (may) => !may, named)}. افتح المكالمة في علامة تبويب مستقلة.`,
      permission: ({ finding, facts }) =>
        ({
          granted: 'يمكن لهذه الصفحة استخدام الميكروفون والكاميرا.',
          prompt: `سيطلب المتصفح الإذن لاستخدام ${deviceList(facts, (is) => is === 'prompt', named)}.`,
          denied: `غير مسموح لهذه الصفحة باستخدام ${deviceList(facts, (is) => is === 'denied', named)}. اسمح بالوصول في إعدادات المواقع في متصفحك.`,
          unknown: 'غير معروف في هذا المتصفح.',
        })[finding],
      devices: ({ finding }) =>
        ({
          found: 'تم العثور على ميكروفون وكاميرا.',
          'no-camera': 'تم العثور على ميكروفون، ولا توجد كاميرا.',
          'no-microphone': 'تم العثور على كاميرا، ولا يوجد ميكروفون. وصّل ميكروفونًا.',
          none: 'لا يوجد ميكروفون ولا كاميرا. وصّل جهازًا.',
          hidden: 'يحظرها المتصفح لأن الصفحة غير آمنة.',
          unsupported: 'غير مدعومة في هذا المتصفح.',
        })[finding],
      server: ({ finding, facts }) =>
        ({
          quick: `استجاب خلال ${ms(facts.roundTrip)}.`,
          slow: `استجاب ببطء، خلال ${ms(facts.roundTrip)}.`,
          unreachable:
            'تعذّر الوصول إليه. تحقق من اتصالك بالإنترنت. قد تحظر الشبكات المقيَّدة WebSockets.',
          silent: 'يقبل الاتصالات لكنه لا يستجيب. قد يحظره خادم وكيل أو جدار حماية.',
          version: 'يستخدم إصدارًا مختلفًا عن إصدار هذه الصفحة. أعد تحميل الصفحة.',
        })[finding],
      candidates: ({ finding }) =>
        ({
          outside: 'يمكنك الاتصال مباشرة بأشخاص في معظم الشبكات.',
          relay: 'يمكنك الاتصال بالآخرين عبر خادم الترحيل.',
          local: 'يمكنك الاتصال مباشرة بالأشخاص في شبكتك فقط.',
          none: 'لم يُعثر على أي مسار. تحظرها شبكة VPN أو إضافة في المتصفح أو الشبكة.',
          untested: 'لم تُختبر.',
        })[finding],
      'relay-udp': relayLine,
      'relay-tcp': relayLine,
      'relay-tls': relayLine,
      loopback: ({ finding, facts }) =>
        facts.roundTrip === undefined ? talks[finding] : `${talks[finding]} ${measured(facts)}`,
    },
  },
};
