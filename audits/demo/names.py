"""First and family names by heritage, put together by chance: no list of real people was read."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Heritage:
    """Names that go together, the census codes of the children who bear them, and what is spoken at home."""

    weight: float
    ethnicities: tuple[tuple[str, float], ...]
    girls: str
    boys: str
    families: str
    languages: tuple[str, ...] = ("English",)
    interpreter: float = 0.0

    def given(self, sex: str) -> list[str]:
        """First names of one sex, or of both where it is not known."""
        return {"F": self.girls, "M": self.boys}.get(sex, f"{self.girls} {self.boys}").split()


ENGLISH = Heritage(
    weight=52,
    ethnicities=(("WBRI", 94), ("NOBT", 4), ("REFU", 1), ("WOTH", 1)),
    girls="Alice Amber Bethany Caitlin Chloe Daisy Eleanor Ella Emily Erin Evie Faith Freya Grace Harriet Heidi Holly "
    "Imogen Isla Ivy Jessica Kayleigh Keira Lacey Lexi Lily Lola Lucy Maisie Matilda Mia Millie Molly Niamh Nancy "
    "Olivia Paige Phoebe Poppy Rosie Ruby Scarlett Skye Sophie Summer Tilly Violet Willow Zara",
    boys="Aaron Adam Alfie Archie Ashton Barnaby Bailey Ben Caleb Callum Charlie Connor Dylan Edward Elliot Ethan "
    "Finley Frankie Freddie George Harley Harrison Harvey Isaac Jack Jacob Jake Jayden Joe Joshua Kai Kieran Leo Leon "
    "Lewis Liam Logan Luca Mason Max Nathan Noah Oliver Oscar Reece Riley Rory Sam Theo Toby Tyler Zac",
    families="Aldercott Ashbury Barrowby Beckwith Birkett Blackmoor Bramhall Brackley Calderby Carnforth Chilcott "
    "Copley Cowling Cragg Darnbrook Dewhurst Eastwood Ellerby Fairbank Fallow Farnhill Fenwick Garside Greenhow "
    "Hartwell Hebblethwaite Holdsworth Ingleby Jagger Kettlewell Lambert Langstroth Lofthouse Marsden Midgley "
    "Netherwood Oakes Ormerod Pickles Rawdon Ridsdale Sedgwick Shackleton Skelton Stainforth Sutcliffe Thackray "
    "Threlfall Tordoff Uttley Varley Wadsworth Whitaker Winterburn Wolfenden Wragg Yeadon",
)
WELSH = Heritage(
    weight=4,
    ethnicities=(("WBRI", 98), ("NOBT", 2)),
    girls="Alys Angharad Bronwen Carys Catrin Cerys Eira Elin Ffion Gwen Lowri Mali Megan Nia Rhiannon Seren Siân",
    boys="Aled Bryn Dafydd Emrys Emyr Evan Gethin Gruffydd Gwilym Huw Ioan Iestyn Macsen Osian Owain Rhodri Rhys",
    families="ap-Rhobert Beynon Bevan Cadwgan Gethin Gwynne Havard Llewelyn Maddocks Penry Prosser Tegwyn Trahearn",
    languages=("English", "English", "Welsh"),
)
IRISH = Heritage(
    weight=3,
    ethnicities=(("WIRI", 55), ("WIRT", 40), ("NOBT", 5)),
    girls="Aoife Bridget Caoimhe Ciara Eimear Gráinne Maeve Nuala Orla Róisín Saoirse Sinéad Sorcha",
    boys="Cathal Cian Ciarán Colm Conor Daragh Donal Eoin Fergal Oisín Pádraig Rónán Séamus Tadhg",
    families="Cassidy Coffey Connors-Ward Devaney Geraghty Hanrahan Lafferty Mac-Giolla McGinley Mongan O'Dowda "
    "O'Shaughnessy Tuohy",
)
POLISH = Heritage(
    weight=4,
    ethnicities=(("WOTH", 97), ("NOBT", 3)),
    girls="Agnieszka Aleksandra Amelia Gabriela Hanna Julia Kinga Lena Maja Małgorzata Natalia Oliwia Wiktoria Zofia",
    boys="Adrian Antoni Bartosz Borys Damian Dawid Filip Jakub Kacper Krzysztof Łukasz Michał Oskar Szymon Tomasz",
    families="Brzezicki Czarnota Dąbek Gołąbek Jaskółka Krawczak Łapiński Mróz Nowacki Pawelec Sikorka Świątek "
    "Wilczak Wróbelek Zając Żurawik",
    languages=("Polish",),
    interpreter=0.35,
)
ROMANIAN = Heritage(
    weight=3,
    ethnicities=(("WROM", 45), ("WOTH", 52), ("NOBT", 3)),
    girls="Alexandra Andreea Bianca Crina Daria Elena Ioana Ileana Mădălina Rodica Sorina Ștefania Viorica",
    boys="Andrei Bogdan Cătălin Ciprian Cosmin Dragoș Florin Ionuț Marius Răzvan Sorin Ștefan Traian Vasile",
    families="Bălănescu Ciobotaru Dumbravă Fîntîneanu Grădinaru Lăcătușu Măgureanu Păduraru Rotaru Știrbu Țurcanu",
    languages=("Romanian", "Romanian", "Romani"),
    interpreter=0.45,
)
PAKISTANI = Heritage(
    weight=7,
    ethnicities=(("APKN", 88), ("AOTH", 8), ("NOBT", 4)),
    girls="Aaliyah Aisha Amina Anam Ayesha Fatima Hafsa Hiba Iqra Kinza Laiba Maryam Mahnoor Noor Rabia Safa Zoya",
    boys="Abdullah Adeel Ahsan Bilal Danyal Faizan Hamza Haris Ibrahim Imran Kashif Mikail Musa Rayyan Usman Yusuf",
    families="Anjum Awan Bashir Chishti Dar Farooqi Gondal Hashmi Iqbal Javed Kayani Lodhi Mahmood Nawaz Qureshi Rana "
    "Sabir Tariq Warraich Zaman",
    languages=("Urdu", "Punjabi", "English", "English"),
    interpreter=0.12,
)
BANGLADESHI = Heritage(
    weight=3,
    ethnicities=(("ABAN", 96), ("NOBT", 4)),
    girls="Afsana Farzana Jannat Labiba Mumtahina Nabila Nusrat Rahima Rukhsana Sumaiya Tahmina Tasnim",
    boys="Abdur-Rahim Ashraful Fahim Habib Jubayer Mahbub Nazmul Rafiq Saiful Shamim Tanvir Zahid",
    families="Alam Barua Chowdhury Haque Khatun Mannan Miah Mozumder Sarkar Sikdar Talukdar Uddin",
    languages=("Bengali", "Sylheti", "English"),
    interpreter=0.15,
)
SIKH = Heritage(
    weight=2.5,
    ethnicities=(("AIND", 96), ("NOBT", 4)),
    girls="Amandeep Anoop Gurleen Harleen Jasleen Kiranjeet Manpreet Navneet Prabhjot Rajveer Simran Sukhmani",
    boys="Amrit Arjan Baljinder Fateh Gurpreet Harjit Jaskaran Kulvinder Manvir Parminder Ranjit Tejvir",
    families="Bajwa Bhogal Dhaliwal Gill Grewal Johal Kaur Mangat Nijjar Sahota Sandhu Sohal Virdi",
    languages=("Punjabi", "English", "English"),
    interpreter=0.05,
)
WEST_AFRICAN = Heritage(
    weight=4,
    ethnicities=(("BAFR", 92), ("BOTH", 6), ("NOBT", 2)),
    girls="Abena Adaeze Adwoa Akosua Amaka Ayomide Chiamaka Efua Esi Folasade Ifeoma Ngozi Temitope Yaa Yewande Zainab",
    boys="Akinola Ayodele Chidi Chukwuemeka Ekow Femi Kofi Kojo Kwabena Kwame Obinna Olumide Tunde Uche Yaw",
    families="Abara Adeyinka Agyapong Amoako Asante-Darko Bankole Boateng-Osei Danquah Ezenwa Fashola Iwu Nwachukwu "
    "Odunsi Ogunbiyi Quartey Tetteh",
    languages=("English", "English", "Yoruba", "Twi", "Igbo"),
    interpreter=0.05,
)
CARIBBEAN = Heritage(
    weight=3,
    ethnicities=(("BCRB", 80), ("BOTH", 18), ("NOBT", 2)),
    girls="Aaliah Brianna Chanelle Destiny Gabrielle Janelle Kezia Naomi Renee Shanice Shantel Tiana Zipporah",
    boys="Andre Carlton Darnell Delroy Elijah Everton Jermaine Josiah Malachi Marlon Nathaniel Romario Tyrell",
    families="Ballantyne Beckford Clarendon Desouza Farquharson Goulbourne Hibbert Lamming Pottinger Stennett Vassell",
)
ARABIC = Heritage(
    weight=2.5,
    ethnicities=(("OOTH", 90), ("NOBT", 6), ("REFU", 4)),
    girls="Amal Dalal Farah Ghada Hala Jumana Lamis Layan Maysa Nada Rania Salma Wafa Yara",
    boys="Anas Basil Fadi Ghassan Hadi Jamal Karim Laith Majd Nabil Omar Qasim Tariq Walid Ziad",
    families="Abboud Alwani Bitar Daher Fayad Haddadin Jaber Khoury Mansour Nassar Qabbani Sabbagh Tawil Zaytoun",
    languages=("Arabic",),
    interpreter=0.4,
)
ARABIC_SCRIPT = Heritage(
    weight=1.6,
    ethnicities=(("OOTH", 90), ("NOBT", 10)),
    girls="أمل دلال سلمى ريم هالة يارا ليان نور",
    boys="باسل كريم ليث نبيل عمر زياد هادي",
    families="الخيّاط النجّار حدّادين زيتون صبّاغ عبّود",
    languages=("Arabic",),
    interpreter=0.8,
)
HORN_OF_AFRICA = Heritage(
    weight=2,
    ethnicities=(("BAFR", 97), ("NOBT", 3)),
    girls="Amran Asmeret Ayaan Fardowsa Hodan Idil Luwam Muna Sagal Selam Yordanos",
    boys="Abdiaziz Ayanle Biniam Farhan Filmon Guled Liban Merhawi Mahad Samatar Yonas",
    families="Abdirahim Berhane Dirir Farah Ghebre Haile Jirde Kidane Mebrahtu Nur Omar-Said Weldu",
    languages=("Somali", "Tigrinya"),
    interpreter=0.45,
)
KURDISH_AFGHAN = Heritage(
    weight=1.8,
    ethnicities=(("AOTH", 75), ("OOTH", 20), ("NOBT", 5)),
    girls="Arezo Berivan Dilan Freshta Mina Nilufar Parwana Rojin Shilan Zarmina",
    boys="Azad Baran Diyar Farhad Idris Jawid Navid Rebin Rohat Wais Zana",
    families="Amini Baradost Durzi Hawrami Jalali Karwan Nazari Popalzai Rasul Stanikzai Zandi",
    languages=("Kurdish", "Dari", "Pashto"),
    interpreter=0.55,
)
CHINESE = Heritage(
    weight=0.9,
    ethnicities=(("CHNE", 97), ("NOBT", 3)),
    girls="Hui-Min Jia-Yi Lan Mei-Ling Qing Shu-Fen Xiao-Yan Yu-Ting",
    boys="Bo-Wen Hao-Ran Jian-Hong Jun-Kit Ming-Yu Wei-Lun Yi-Chen Zi-Hao",
    families="Au-Yeung Chau Fung Kwok Leung Mok Poon Siu Tsang Yip",
    languages=("Cantonese", "Mandarin"),
    interpreter=0.3,
)
MIXED = Heritage(
    weight=9,
    ethnicities=(("MWBC", 36), ("MWBA", 16), ("MWAS", 24), ("MOTH", 22), ("NOBT", 2)),
    girls="Aaliyah Amara Amelie Anaïs Cleo Esme Gabrielle Imani India Jasmine Kiara Leila Layla Maya Nadia Sienna "
    "Tia Zoë",
    boys="Adil Ashton Caleb Dominic Elijah Isaiah Jaden Jude Kaden Kian Malachi Marley Micah Rafael Remi Rio Xavi",
    families="Adeyinka-Cragg Ashbury Beckford Bevan Clarendon Copley Danquah-Oakes Fairbank Fayad Hibbert "
    "Kaur-Lambert Marsden Mróz Quartey Sabir Sandhu-Pickles Stennett Thackray Wadsworth",
)

HERITAGES = (
    ENGLISH,
    WELSH,
    IRISH,
    POLISH,
    ROMANIAN,
    PAKISTANI,
    BANGLADESHI,
    SIKH,
    WEST_AFRICAN,
    CARIBBEAN,
    ARABIC,
    ARABIC_SCRIPT,
    HORN_OF_AFRICA,
    KURDISH_AFGHAN,
    CHINESE,
    MIXED,
)
