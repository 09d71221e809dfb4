"""Regions: which countries lie near each other, as geography books group them."""

_REGIONS = {
    "Central Asia": "Kazakhstan, Kyrgyzstan, Tajikistan, Turkmenistan, Uzbekistan, Afghanistan, "
    "Mongolia",
    "East Asia": "China, Japan, North Korea, South Korea, Taiwan, Hong Kong, Macao",
    "South Asia": "Bangladesh, Bhutan, India, Maldives, Nepal, Pakistan, Sri Lanka",
    "Southeast Asia": "Brunei, Cambodia, Indonesia, Laos, Malaysia, Myanmar, Philippines, "
    "Singapore, Thailand, Vietnam",
    "Caucasus": "Armenia, Azerbaijan, Georgia, Turkey, Iran",
    "Middle East": "Bahrain, Iraq, Israel, Jordan, Kuwait, Lebanon, Oman, Palestinian Territory, "
    "Qatar, Saudi Arabia, Syria, United Arab Emirates, Yemen",
    "Western Europe": "Austria, Belgium, France, Germany, Luxembourg, The Netherlands, "
    "Switzerland, United Kingdom, Ireland",
    "Northern Europe": "Denmark, Finland, Iceland, Norway, Sweden, Estonia, Latvia, Lithuania",
    "Southern Europe": "Cyprus, Greece, Italy, Malta, Portugal, Spain",
    "Balkans": "Albania, Bosnia and Herzegovina, Bulgaria, Croatia, Kosovo, Montenegro, "
    "North Macedonia, Romania, Serbia, Slovenia",
    "Eastern Europe": "Belarus, Czechia, Hungary, Moldova, Poland, Russia, Slovakia, Ukraine",
    "North Africa": "Algeria, Egypt, Libya, Morocco, Sudan, Tunisia, Mauritania",
    "West Africa": "Benin, Burkina Faso, Cabo Verde, Gambia, Ghana, Guinea, Guinea-Bissau, "
    "Ivory Coast, Liberia, Mali, Niger, Nigeria, Senegal, Sierra Leone, Togo",
    "Central Africa": "Angola, Cameroon, Central African Republic, Chad, "
    "Democratic Republic of the Congo, Equatorial Guinea, Gabon, Republic of the Congo",
    "East Africa": "Burundi, Comoros, Djibouti, Eritrea, Ethiopia, Kenya, Madagascar, Mauritius, "
    "Rwanda, Somalia, South Sudan, Tanzania, Uganda",
    "Southern Africa": "Botswana, Eswatini, Lesotho, Malawi, Mozambique, Namibia, South Africa, "
    "Zambia, Zimbabwe",
    "Caribbean": "Bahamas, Cuba, Dominican Republic, Haiti, Jamaica, Trinidad and Tobago, "
    "Puerto Rico, Guadeloupe, Martinique",
    "Central America": "Belize, Costa Rica, El Salvador, Guatemala, Honduras, Mexico, Nicaragua, "
    "Panama",
    "Andes": "Bolivia, Chile, Colombia, Ecuador, Peru, Venezuela",
    "Plate": "Argentina, Brazil, Guyana, Paraguay, Suriname, Uruguay",
    "Oceania": "Australia, Fiji, New Zealand, Papua New Guinea, Solomon Islands, Timor Leste",
}
_BY_COUNTRY = {
    country: region for region, listed in _REGIONS.items() for country in listed.split(", ")
}


def region_of(country: str) -> str:
    """Return the region of a country by the gazetteer's name for it, "" where it is in none."""
    return _BY_COUNTRY.get(country, "")
