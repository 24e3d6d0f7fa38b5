import { weighted } from "./random.ts";

/** Surnames with their rough frequency in the population (per thousand) and pinyin. */
export const chineseSurnames = weighted(
  (
    "王wang72 李li71 张zhang68 刘liu54 陈chen45 杨yang31 黄huang23 赵zhao23 吴wu20 周zhou19 徐xu15 孙sun15 " +
    "马ma13 朱zhu13 胡hu12 郭guo11 何he11 高gao10 林lin10 罗luo9 郑zheng9 梁liang8 谢xie7 宋song7 唐tang7 " +
    "许xu6 韩han6 冯feng6 邓deng6 曹cao6 彭peng5 曾zeng5 肖xiao5 田tian5 董dong5 袁yuan5 潘pan5 于yu5 蒋jiang5 " +
    "蔡cai5 余yu4 杜du4 叶ye4 程cheng4 苏su4 魏wei4 吕lv4 丁ding4 任ren4 沈shen4 姚yao4 卢lu4 姜jiang4 崔cui4 " +
    "钟zhong4 谭tan4 陆lu3 汪wang3 范fan3 金jin3 石shi3 廖liao3 贾jia3 夏xia3 韦wei3 傅fu3 方fang3 白bai3 " +
    "邹zou3 孟meng3 熊xiong3 秦qin3 邱qiu3 江jiang3 尹yin3 薛xue3 闫yan3 段duan3 雷lei3 侯hou2 欧阳ouyang1"
  )
    .split(" ")
    .map((entry) => {
      const [, surname, pinyin, weight] = /^(\D+?)([a-z]+)(\d+)$/.exec(entry) ?? [];
      return [{ surname: surname ?? "", pinyin: pinyin ?? "" }, Number(weight)] as const;
    }),
);

export const maleGiven =
  "伟 强 磊 军 洋 勇 杰 涛 超 明 刚 平 辉 鹏 斌 波 飞 浩 凯 健 建国 志强 建华 国强 海涛 文杰 俊杰 浩然 宇轩 子豪 浩宇 志远 天佑 嘉豪 立伟 永强 家明 晓东 振华 思远 一鸣 博文 少华 春生 德明 庆丰 正阳 明轩 泽宇 瑞祥 国栋 学文 卫东 云龙 世杰 启航 景行 向阳".split(
    " ",
  );
export const femaleGiven =
  "芳 敏 静 丽 艳 娟 霞 玲 燕 丹 萍 红 颖 梅 雪 婷 慧 倩 洁 琳 秀英 桂英 秀兰 丽娟 晓燕 雪梅 海燕 婷婷 欣怡 梓涵 雨桐 诗涵 佳怡 思琪 梦洁 玉兰 淑华 小红 春梅 文静 美玲 晓丽 若曦 语嫣 可欣 子涵 雅静 嘉欣 慧敏 丽华 月娥 秋菊 冬梅 彩霞 素芬 金凤 安琪 静怡".split(
    " ",
  );

export const westernFirstMale =
  "James John Robert Michael William David Richard Joseph Thomas Daniel Matthew Anthony Mark Paul Steven Andrew Kevin Brian George Edward Peter Henry Oliver Liam Noah Lucas Hugo Marco Stefan Patrick".split(
    " ",
  );
export const westernFirstFemale =
  "Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Sarah Karen Nancy Lisa Margaret Sandra Ashley Emily Michelle Laura Rachel Anna Emma Olivia Sophie Charlotte Amelia Julia Clara Elena Marie Ingrid".split(
    " ",
  );
export const westernLast =
  "Smith Johnson Williams Brown Jones Garcia Miller Davis Martinez Wilson Anderson Taylor Thomas Moore Jackson Martin Lee Thompson White Harris Clark Lewis Robinson Walker Young Allen King Wright Scott Hill Green Baker Nelson Carter Mitchell Roberts Turner Phillips Campbell Parker Evans Edwards Collins Stewart Morris Murphy Cook Rogers Morgan Cooper Peterson Reed Bailey Kelly Howard Ward Fischer Weber Dubois Moreau Rossi Novak O'Brien MacLeod".split(
    " ",
  );

/** Regions: GB/T 2260 province code, name, and districts of which the last part is invented. */
export const chineseRegions = weighted([
  [{ code: "440000", name: "广东省", city: "广州市" }, 120],
  [{ code: "370000", name: "山东省", city: "济南市" }, 95],
  [{ code: "410000", name: "河南省", city: "郑州市" }, 90],
  [{ code: "320000", name: "江苏省", city: "南京市" }, 85],
  [{ code: "510000", name: "四川省", city: "成都市" }, 80],
  [{ code: "130000", name: "河北省", city: "石家庄市" }, 65],
  [{ code: "430000", name: "湖南省", city: "长沙市" }, 60],
  [{ code: "330000", name: "浙江省", city: "杭州市" }, 60],
  [{ code: "340000", name: "安徽省", city: "合肥市" }, 55],
  [{ code: "420000", name: "湖北省", city: "武汉市" }, 55],
  [{ code: "310000", name: "上海市", city: "浦东新区" }, 45],
  [{ code: "110000", name: "北京市", city: "朝阳区" }, 40],
  [{ code: "500000", name: "重庆市", city: "渝北区" }, 30],
  [{ code: "610000", name: "陕西省", city: "西安市" }, 35],
  [{ code: "210000", name: "辽宁省", city: "沈阳市" }, 40],
  [{ code: "350000", name: "福建省", city: "福州市" }, 40],
] as const);

export const inventedRoads =
  "青禾路 新芽街 麦浪路 云杉大道 晴川巷 柳岸街 望舒路 稻香里 星河路 远帆街".split(" ");
export const inventedStreets =
  "Greenfield Lane,Harvest Road,Willow Bank,Larkspur Street,Meadow Row,Quarry Hill,Orchard Close,Saltmarsh Way".split(
    ",",
  );

export const occupations = weighted([
  ["manufacturing", 22],
  ["retail", 14],
  ["self_employed", 13],
  ["construction", 10],
  ["transport", 9],
  ["catering", 8],
  ["office", 8],
  ["information_technology", 5],
  ["education", 4],
  ["healthcare", 4],
  ["agriculture", 2],
  ["student", 1],
] as const);

/** Monthly income in CNY. */
export const incomeBands = weighted([
  ["under_3000", 10],
  ["3000_5000", 26],
  ["5000_8000", 30],
  ["8000_12000", 18],
  ["12000_20000", 11],
  ["over_20000", 5],
] as const);
