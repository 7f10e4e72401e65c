/** Arabic words of the test of the connection. */
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
      return 'لا يقبل المُرحِّل بيانات الدخول التي أعطاها خادم الغرف. أبلغ من يديره.';
    case 'full':
      return 'لم يبقَ مكان في المُرحِّل. حاول مرة أخرى لاحقًا.';
    case 'refused':
      return `رفض المُرحِّل، برقم الخطأ ${facts.errorCode}. أبلغ من يدير خادم الغرف.`;
    case 'unreached':
      return 'لا جواب. قد تحجبه الشبكة، أو أن المُرحِّل متوقف.';
    case 'none':
      return 'لا يوفّره خادم الغرف.';
    case 'unknown':
      return 'غير معروف، لأن خادم الغرف لم يُجب.';
    default:
      return finding satisfies never;
  }
};

const measured = ({ roundTrip, p95, loss }: StepOf<'loopback'>['facts']) =>
  `ذهابًا وإيابًا في ${ms(roundTrip)}، وعلى الأكثر ${ms(p95)}؛ الفاقد ${percent.format(loss ?? 0)}.`;

const talks: Record<StepFindings['loopback'], string> = {
  smooth: 'تسير على ما يرام.',
  lossy: 'تضيع حزم في الطريق.',
  slow: 'تستغرق الحزم وقتًا طويلًا.',
  uneven: 'تصل الحزم بغير انتظام.',
  failed:
    'المُرحِّل يجيب، لكن لم تنجح مكالمة مع النفس. بعض المُرحِّلات تمنع ذلك وحده، فقد تنجح المكالمات الأخرى.',
  none: 'لا يوجد مُرحِّل لذلك.',
};

export const words: ConnectionWords = {
  connectionTest: {
    running: 'جارٍ اختبار الاتصال…',
    again: 'إعادة الاختبار',
    copy: 'نسخ التقرير',
    copied: 'تم نسخ التقرير',
    copyByHand: 'لا يسمح المتصفح لهذه الصفحة بالنسخ. انسخ من هنا:',
    report: 'التقرير',
    withAddresses: 'مع العناوين',
    addressesNote: 'تدل على الشبكة التي أنت فيها.',
    failed: 'تعذّر إجراء الاختبار.',
    verdicts: { good: 'جيد', warn: 'محدود', bad: 'مشكلة', skipped: 'لم يُختبر' },
    steps: {
      context: 'المتصفح',
      policy: 'الصفحة',
      permission: 'الإذن',
      devices: 'الأجهزة',
      server: 'خادم الغرف',
      candidates: 'الطرق إلى الآخرين',
      'relay-udp': 'المُرحِّل عبر UDP',
      'relay-tcp': 'المُرحِّل عبر TCP',
      'relay-tls': 'المُرحِّل عبر TLS',
      loopback: 'مكالمة عبر المُرحِّل',
    },
    conclusions: {
      ready: 'كل شيء على ما يرام: ستسير المكالمات من هنا جيدًا.',
      devices: 'الاتصال سليم. تحقق من الميكروفون والكاميرا.',
      'no-udp':
        'المكالمات ممكنة. شبكتك تعيق UDP إلى المُرحِّل، فقد تتأخر الصورة والصوت حيث يلزم المُرحِّل.',
      'no-relay': 'المكالمات ممكنة من معظم الشبكات. ليس لهذا الخادم مُرحِّل تحتاجه الشبكات الصارمة.',
      'relay-unreached':
        'المكالمات ممكنة مع البعض فقط: تعذّر الوصول إلى أي مُرحِّل، والشبكات الصارمة تحتاجه.',
      'relay-refused':
        'المكالمات ممكنة مع البعض فقط: المُرحِّل يرفض هذه الصفحة. أبلغ من يدير خادم الغرف.',
      weak: 'المكالمات ممكنة، لكن الاتصال ضعيف: قد تتوقف الصورة والصوت أحيانًا.',
      'slow-server': 'المكالمات ممكنة. خادم الغرف يجيب ببطء، لذلك يستغرق الدخول وقتًا.',
      local: 'لا يمكن الوصول من هنا إلا إلى من هم في شبكتك.',
      blocked: 'لا مكالمات من هنا: لا يجد المتصفح طريقًا إلى خارج هذه الشبكة.',
      server: 'لا مكالمات الآن: خادم الغرف لا يجيب.',
      version: 'لا مكالمات من هذه الصفحة: لا تتوافق مع خادم الغرف. أعد تحميلها.',
      insecure: 'لا مكالمات من هذه الصفحة: هي غير آمنة. افتحها عبر ‎https://‎.',
      unsupported:
        'لا مكالمات في هذا المتصفح. استخدم إصدارًا حديثًا من Chrome أو Edge أو Firefox أو Safari.',
    },
    lines: {
      context: ({ finding }) =>
        ({
          secure: 'يستطيع إجراء المكالمات، والصفحة آمنة.',
          insecure: 'الصفحة غير آمنة، لذلك يخفي الميكروفون والكاميرا.',
          unsupported: 'ينقصه WebRTC، ولا مكالمات بدونه.',
        })[finding],
      policy: ({ finding, facts }) =>
        finding === 'allowed'
          ? 'تسمح للمكالمة باستخدام الميكروفون والكاميرا.'
          : `لا تسمح للمكالمة باستخدام ${deviceList(facts, (may) => !may, named)}. افتح المكالمة في علامة تبويب مستقلة.`,
      permission: ({ finding, facts }) =>
        ({
          granted: 'يُسمح لهذه الصفحة باستخدام الميكروفون والكاميرا.',
          prompt: `سيسأل المتصفح عن ${deviceList(facts, (is) => is === 'prompt', named)}.`,
          denied: `لا يُسمح لهذه الصفحة باستخدام ${deviceList(facts, (is) => is === 'denied', named)}. اسمح بذلك في إعدادات المواقع في متصفحك.`,
          unknown: 'هذا المتصفح لا يخبر بذلك.',
        })[finding],
      devices: ({ finding }) =>
        ({
          found: 'الميكروفون والكاميرا موجودان.',
          'no-camera': 'يوجد ميكروفون، ولا توجد كاميرا.',
          'no-microphone': 'توجد كاميرا، ولا يوجد ميكروفون. وصّل ميكروفونًا.',
          none: 'لا يوجد ميكروفون ولا كاميرا. وصّل جهازًا.',
          hidden: 'يخفيها المتصفح لأن الصفحة غير آمنة.',
          unsupported: 'لا يتيح هذا المتصفح استخدامها.',
        })[finding],
      server: ({ finding, facts }) =>
        ({
          quick: `يجيب خلال ${ms(facts.roundTrip)}.`,
          slow: `يجيب ببطء: بعد ${ms(facts.roundTrip)}.`,
          unreachable: 'تعذّر الوصول إليه. تحقق من اتصالك بالإنترنت؛ قد تحجب شبكة صارمة WebSockets.',
          silent: 'يمكن الوصول إليه، لكنه لا يقول شيئًا. قد يعيقه شيء في الطريق.',
          version: 'يستخدم إصدارًا غير إصدار هذه الصفحة. أعد تحميل الصفحة.',
        })[finding],
      candidates: ({ finding }) =>
        ({
          outside: 'يمكن الوصول إلى الآخرين مباشرة، من معظم الشبكات.',
          relay: 'يمكن الوصول إلى الآخرين عبر المُرحِّل.',
          local: 'يمكن الوصول إلى الآخرين مباشرة في شبكتك فقط.',
          none: 'لا شيء. يحجبها VPN أو إضافة في المتصفح أو الشبكة.',
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
